package io.parley.gateway.pages.web;

import io.parley.gateway.pages.DirectoryFiles;
import io.parley.gateway.pages.PackagedFiles;
import io.parley.gateway.pages.PageFiles;
import io.parley.gateway.pages.PagesProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The gateway's own pages: the widget and its demo under {@code /static}, the desk under {@code /desk}. */
@Configuration(proxyBeanMethods = false)
class PagesConfiguration {

    @Bean
    PageFiles pageFiles(PagesProperties properties) {
        return properties.ownDirectory().<PageFiles>map(DirectoryFiles::new).orElseGet(PackagedFiles::new);
    }

    @Bean
    RouterFunction<ServerResponse> pages(PageFiles files) {
        var handler = new PageHandler(files);
        return RouterFunctions.route(RequestPredicates.path("/static/**"), handler::answer)
                .andRoute(RequestPredicates.path("/desk/**"), handler::answer);
    }
}
