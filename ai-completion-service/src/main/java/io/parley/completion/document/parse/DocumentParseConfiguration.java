package io.parley.completion.document.parse;

import io.parley.completion.document.DocumentParser;
import io.parley.completion.document.DocumentProperties;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads documents in processes of their own. */
@Configuration(proxyBeanMethods = false)
class DocumentParseConfiguration {

    @Bean(destroyMethod = "close")
    DocumentParser documentParser(DocumentProperties properties) throws IOException {
        return new ParserProcesses(properties, ParserFolders.open(Path.of(System.getProperty("java.io.tmpdir"))));
    }
}
