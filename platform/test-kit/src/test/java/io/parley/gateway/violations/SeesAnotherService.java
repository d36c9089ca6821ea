package io.parley.gateway.violations;

import io.parley.history.violations.Neighbour;

record SeesAnotherService(Neighbour neighbour) {}
