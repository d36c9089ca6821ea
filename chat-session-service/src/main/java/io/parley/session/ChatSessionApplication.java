package io.parley.session;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The process that holds the sockets. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class ChatSessionApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ChatSessionApplication.class, arguments);
    }
}
