/** Requests and answers in OpenAI's form, by LangChain4j. */
@NullMarked
package io.parley.completion.model.langchain4j;

import org.jspecify.annotations.NullMarked;
