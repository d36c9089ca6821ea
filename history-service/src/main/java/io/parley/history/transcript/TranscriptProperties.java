package io.parley.history.transcript;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the transcript is read.
 *
 * @param pageSize entries of a page where the client names no limit, 1 to 200; the environment's CHAT_HISTORY_LIMIT
 */
@ConfigurationProperties("parley.transcript")
public record TranscriptProperties(@DefaultValue("50") int pageSize) {

    public static final int LARGEST_PAGE = 200;

    public TranscriptProperties {
        if (pageSize < 1 || pageSize > LARGEST_PAGE) {
            throw new IllegalArgumentException("CHAT_HISTORY_LIMIT is " + pageSize + "; expected 1 to " + LARGEST_PAGE);
        }
    }
}
