package io.parley.platform.log;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the log is, and who this process is to it.
 *
 * @param bootstrapServers host:port of one or more brokers, separated by commas
 * @param service name of the service, the first part of its consumer group and member names
 * @param replica tells the replicas of a service apart; a restarted replica keeps its name
 */
@ConfigurationProperties("parley.log")
public record LogProperties(
        @DefaultValue("127.0.0.1:8101") String bootstrapServers,
        String service,
        @DefaultValue("0") String replica) {

    /** The name of this process, {@code <service>-<replica>}. */
    public String member() {
        return service + "-" + replica;
    }
}
