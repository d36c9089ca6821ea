package io.parley.gateway.routing;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are.
 *
 * @param chatSession sessions, sockets, messages
 * @param aiCompletion answers, chatbots, the Assistants API
 * @param history transcripts
 * @param escalation queue and desk
 * @param connectTimeout limit for reaching a service
 * @param handshakeTimeout limit for a service's answer to a WebSocket handshake
 * @param readerStall how long a client may take nothing of what waits for it before its socket is closed
 * @param serviceSilence how long a service's socket may show nothing, not even a ping, before it counts as gone
 */
@ConfigurationProperties("parley.routing")
public record RoutingProperties(
        ServiceAddress chatSession,
        ServiceAddress aiCompletion,
        ServiceAddress history,
        ServiceAddress escalation,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration handshakeTimeout,
        @DefaultValue("8s") Duration readerStall,
        @DefaultValue("75s") Duration serviceSilence) {

    /**
     * One service.
     *
     * @param url base of its routes
     * @param healthUrl base of its management port
     */
    public record ServiceAddress(URI url, URI healthUrl) {}

    /** By the names the suite's processes have. */
    public Map<String, ServiceAddress> byName() {
        Map<String, ServiceAddress> services = new LinkedHashMap<>();
        services.put("chat-session", chatSession);
        services.put("ai-completion", aiCompletion);
        services.put("history", history);
        services.put("escalation", escalation);
        return services;
    }
}
