package io.parley.gateway.routing.web;

import io.parley.gateway.rate.GuestMessages;
import io.parley.gateway.routing.RoutingProperties;
import io.parley.gateway.routing.RoutingProperties.ServiceAddress;
import java.time.Clock;
import java.util.Map;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** The table of routes: who answers which path. */
@Configuration(proxyBeanMethods = false)
class RouteConfiguration {

    private static final int BEFORE_ROUTES = -1;

    @Bean
    RouteLocator routes(RouteLocatorBuilder builder, RoutingProperties services) {
        RouteLocatorBuilder.Builder routes = builder.routes();
        route(
                routes,
                "chat-session",
                services.chatSession(),
                "/chatbot/**",
                "/chat/{conversation_id}/messages",
                "/chat/{conversation_id}/events",
                "/chat/{conversation_id}",
                "/api/chat/ai/send");
        route(
                routes,
                "ai-completion",
                services.aiCompletion(),
                "/chatbots/**",
                "/api/settings/**",
                "/api/assist/**",
                "/v1/**",
                "/usage");
        route(
                routes,
                "history",
                services.history(),
                "/chat/{conversation_id}/history",
                "/chat/user/{user_id}/conversations",
                "/api/chat/ai/history/**");
        route(
                routes,
                "escalation",
                services.escalation(),
                "/chat/{conversation_id}/escalate",
                "/chat/{conversation_id}/escalations",
                "/chat/{conversation_id}/rating",
                "/agent/**");
        return routes.build();
    }

    /** Sockets go through the relay, because Spring's own cannot say that a service is not there. */
    @Bean
    SimpleUrlHandlerMapping sockets(SocketRelay relay) {
        return new SimpleUrlHandlerMapping(Map.of("/ws/**", relay), BEFORE_ROUTES);
    }

    @Bean
    GuestSocket.Limits guestLimits(GuestMessages messages, JsonMapper json, Clock clock) {
        return new GuestSocket.Limits(messages, json, clock);
    }

    /** One set of event loops for both sides: a request stays on its thread all the way to the service and back. */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(true);
        return resources;
    }

    /** A request is never sent twice: nobody here knows what a first sending has done. */
    @Bean
    HttpClientCustomizer noSecondSending() {
        return client -> client.disableRetry(true);
    }

    private static void route(
            RouteLocatorBuilder.Builder routes, String name, ServiceAddress service, String... paths) {
        routes.route(name, route -> route.path(paths).uri(service.url()));
    }
}
