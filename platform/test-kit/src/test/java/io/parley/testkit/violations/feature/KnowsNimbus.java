package io.parley.testkit.violations.feature;

import com.nimbusds.jwt.SignedJWT;

record KnowsNimbus(SignedJWT what) {}
