package io.parley.testkit.log;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.connection.TransportSettings;
import io.parley.platform.log.ConversationView;
import io.parley.testkit.Backends;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A service of nothing but a view, as many replicas of it as a test starts. */
record LogService(ConfigurableApplicationContext context) implements AutoCloseable {

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    static LogService start(String name, ConversationView view, String... settings) {
        return start(name, 0, view, settings);
    }

    static LogService start(String name, int replica, ConversationView view, String... settings) {
        ApplicationContextInitializer<GenericApplicationContext> withView =
                context -> context.registerBean(ConversationView.class, () -> view);
        return run(name, replica, List.of(new Backends(), withView), settings);
    }

    static LogService withoutView(String name, String... settings) {
        return run(name, 0, List.of(new Backends()), settings);
    }

    private static LogService run(
            String name, int replica, List<ApplicationContextInitializer<?>> initializers, String... settings) {
        var arguments = new ArrayList<>(List.of(
                "--spring.config.import=classpath:parley-service.yaml",
                "--spring.mongodb.database=test_" + name,
                "--parley.log.service=" + name,
                "--parley.log.replica=" + replica,
                "--logging.level.root=WARN",
                "--logging.level.org.apache.kafka=OFF",
                "--logging.level.org.springframework.kafka=OFF",
                "--logging.level.io.parley.platform=ERROR",
                "--logging.level.org.springframework.boot=OFF",
                "--logging.level.org.springframework.context=OFF"));
        for (var setting : settings) {
            arguments.add("--" + setting);
        }
        return new LogService(new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .initializers(initializers.toArray(ApplicationContextInitializer[]::new))
                .initializers(LogService::closeQuickly)
                .run(arguments.toArray(String[]::new)));
    }

    /** Spring Boot's own event loops for MongoDB take two seconds to stop, and these tests stop many services. */
    private static void closeQuickly(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context)
                .registerBean(
                        MongoClientSettings.class,
                        () -> MongoClientSettings.builder()
                                .applyConnectionString(new ConnectionString(
                                        context.getEnvironment().getRequiredProperty("spring.mongodb.uri")))
                                .transportSettings(
                                        TransportSettings.asyncBuilder().build())
                                .build());
    }

    <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
