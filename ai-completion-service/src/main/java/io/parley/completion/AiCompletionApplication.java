package io.parley.completion;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The process that answers: it reads questions from the log, asks a model, and writes the answers back. */
@SpringBootApplication
public class AiCompletionApplication {

    public static void main(String[] args) {
        SpringApplication.run(AiCompletionApplication.class, args);
    }
}
