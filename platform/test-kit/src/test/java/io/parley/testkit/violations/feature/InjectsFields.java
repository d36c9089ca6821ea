package io.parley.testkit.violations.feature;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

class InjectsFields {

    @Autowired
    String collaborator;

    @Value("${setting}")
    String setting;
}
