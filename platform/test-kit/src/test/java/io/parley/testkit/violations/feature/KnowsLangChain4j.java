package io.parley.testkit.violations.feature;

import dev.langchain4j.data.message.UserMessage;

record KnowsLangChain4j(UserMessage what) {}
