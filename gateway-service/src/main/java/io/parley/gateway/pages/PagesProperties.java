package io.parley.gateway.pages;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the pages come from.
 *
 * @param directory read anew for each request, in place of the files that were built in; for those who work on pages
 */
@ConfigurationProperties("parley.pages")
public record PagesProperties(@DefaultValue("") String directory) {

    public Optional<Path> ownDirectory() {
        return directory.isBlank() ? Optional.empty() : Optional.of(Path.of(directory.strip()));
    }
}
