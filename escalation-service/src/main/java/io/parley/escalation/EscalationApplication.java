package io.parley.escalation;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The process that decides who holds the floor of each conversation. */
@SpringBootApplication(proxyBeanMethods = false)
public class EscalationApplication {

    public static void main(String[] args) {
        SpringApplication.run(EscalationApplication.class, args);
    }
}
