package io.parley.testkit.violations.feature;

class Suffixes {

    record ThingImpl() {}

    record ThingManager() {}

    record ThingHelper() {}

    record ThingUtil() {}

    record ThingUtils() {}

    record ThingDto() {}

    record ThingData() {}

    record ThingInfo() {}

    record ThingService() {}
}
