package io.parley.platform.database;

import com.mongodb.MongoClientSettings;
import com.mongodb.connection.TransportSettings;
import org.bson.UuidRepresentation;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.StandardMongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Runs the driver on event loops of its own that end at once. Spring Boot's wait for Netty's quiet period, two seconds
 * of nothing in every stop of every service; it steps aside for settings that bring their transport.
 */
@AutoConfiguration(before = MongoReactiveAutoConfiguration.class)
@ConditionalOnMissingBean(MongoClientSettings.class)
class DatabaseAutoConfiguration {

    @Bean(destroyMethod = "close")
    DriverLoops driverLoops() {
        return new DriverLoops();
    }

    @Bean
    MongoClientSettings mongoClientSettings(DriverLoops loops) {
        return MongoClientSettings.builder()
                .transportSettings(TransportSettings.nettyBuilder()
                        .eventLoopGroup(loops.group())
                        .build())
                .build();
    }

    /** Boot's own, which would bring the address: it goes where its settings go. */
    @Bean
    StandardMongoClientSettingsBuilderCustomizer databaseAddress(MongoConnectionDetails details) {
        return new StandardMongoClientSettingsBuilderCustomizer(details, UuidRepresentation.STANDARD);
    }
}
