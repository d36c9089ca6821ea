package io.parley.platform.violations;

import io.parley.history.violations.Neighbour;

record NamesAService(Neighbour neighbour) {}
