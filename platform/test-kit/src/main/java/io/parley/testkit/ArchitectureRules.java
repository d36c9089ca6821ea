package io.parley.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.reactivestreams.Publisher;

/**
 * The rules every service keeps: packages by feature with technologies in leaves below, nothing that blocks, nothing
 * without bounds, names that say a job. One test for each service asks for them all:
 *
 * <pre>{@code ArchitectureRules.check("io.parley.history"); }</pre>
 */
public final class ArchitectureRules {

    /** Names of leaf packages: a technology each, below the feature that needs it. */
    static final List<String> LEAVES =
            List.of("kafka", "mongo", "websocket", "web", "jose", "langchain4j", "lucene", "netty");

    /** The suite's services; none knows another, and the platform knows none. */
    static final List<String> SERVICES = List.of(
            "io.parley.gateway",
            "io.parley.session",
            "io.parley.completion",
            "io.parley.history",
            "io.parley.escalation");

    static final String PLATFORM = "io.parley.platform";
    static final String PLATFORM_LOG = "io.parley.platform.log";
    static final String CONTRACTS = "io.parley.events";

    /** What only leaves know. */
    static final List<String> TECHNOLOGIES = List.of(
            "org.springframework.web",
            "org.springframework.http",
            "org.springframework.kafka",
            "org.springframework.data",
            "org.apache.kafka",
            "com.mongodb",
            "org.bson",
            "com.nimbusds",
            "reactor.netty",
            "io.netty",
            "dev.langchain4j",
            "org.apache.lucene");

    private static final List<String> FORBIDDEN_SUFFIXES =
            List.of("Impl", "Manager", "Helper", "Util", "Utils", "Dto", "Data", "Info", "Service");

    private static final Set<String> BLOCKING =
            Set.of("block", "blockFirst", "blockLast", "blockOptional", "toIterable", "toStream");

    private static final Map<String, Set<String>> WITHOUT_BOUND = Map.of(
            "reactor.core.publisher.Flux", Set.of("onBackpressureBuffer", "cache", "replay"),
            "reactor.core.publisher.Sinks$UnicastSpec", Set.of("onBackpressureBuffer"),
            "reactor.core.publisher.Sinks$MulticastReplaySpec", Set.of("all"));

    private static final DescribedPredicate<JavaClass> LEAF =
            describe("in a leaf package", type -> leafOf(type).isPresent());

    private static final DescribedPredicate<JavaClass> WIRING = describe(
            "*Application, *Configuration, *Properties or *Metrics",
            type -> outermost(type).getSimpleName().matches(".*(Application|Configuration|Properties|Metrics)"));

    public static final ArchRule FEATURES_KNOW_NO_TECHNOLOGY = noClasses()
            .that(DescribedPredicate.not(LEAF).and(DescribedPredicate.not(WIRING)))
            .should()
            .dependOnClassesThat(resideInAnyPackage(withSubpackages(TECHNOLOGIES)))
            .as("features know no technology: that is the work of their leaf packages");

    public static final ArchRule FEATURES_DO_NOT_SEE_LEAVES = noClasses()
            .that(DescribedPredicate.not(LEAF))
            .should()
            .dependOnClassesThat(LEAF.and(resideInAPackage("io.parley..")))
            .as("a leaf sees its feature; the feature never sees a leaf");

    public static final ArchRule LEAVES_DO_NOT_SEE_EACH_OTHER = classes()
            .that(LEAF)
            .should(notDependOn(
                    "a leaf of another technology",
                    (from, to) -> to.getPackageName().startsWith("io.parley.")
                            && leafOf(to).isPresent()
                            && !leafOf(to).equals(leafOf(from))))
            .as("leaves of different technologies do not see each other");

    public static final ArchRule SERVICES_DO_NOT_SEE_EACH_OTHER = classes()
            .should(notDependOn(
                    "another service",
                    (from, to) -> serviceOf(to).isPresent()
                            && serviceOf(from).isPresent()
                            && !serviceOf(to).equals(serviceOf(from))))
            .as("services do not see each other: what they share is the log");

    public static final ArchRule NOTHING_BLOCKS = classes()
            .that(DescribedPredicate.not(describe("on a listener's own thread", ArchitectureRules::mayBlock)))
            .should(notCall("block a thread", ArchitectureRules::isBlocking))
            .as("nothing blocks, but for a listener's own thread on the batch it was given");

    public static final ArchRule NOTHING_IS_UNBOUNDED = classes()
            .should(notCall("collect without a bound", ArchitectureRules::isUnbounded))
            .as("no operator collects without a bound");

    public static final ArchRule NO_FIELD_INJECTION = fields().should()
            .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .andShould()
            .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .andShould()
            .notBeAnnotatedWith("jakarta.inject.Inject")
            .andShould()
            .notBeAnnotatedWith("jakarta.annotation.Resource")
            .as("what a class needs comes through its constructor");

    public static final ArchRule NAMES_SAY_A_JOB = classes()
            .should(new ArchCondition<>("not be named " + FORBIDDEN_SUFFIXES) {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    // Frames are named as on the wire: session_info is a SessionInfo.
                    if (!outermost(type).getSimpleName().endsWith("Frame")
                            && FORBIDDEN_SUFFIXES.stream().anyMatch(type.getSimpleName()::endsWith)) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " does not say its job"));
                    }
                }
            })
            .as("a type's name says its job");

    public static final ArchRule LISTENERS_BLOCK = methods()
            .that()
            .areAnnotatedWith("org.springframework.kafka.annotation.KafkaListener")
            .or()
            .areAnnotatedWith("org.springframework.kafka.annotation.KafkaHandler")
            .should(new ArchCondition<>("return when the records are applied") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    var returned = method.getRawReturnType();
                    if (returned.isAssignableTo(Publisher.class)
                            || returned.isAssignableTo(CompletionStage.class)
                            || returned.isAssignableTo(Future.class)) {
                        events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " returns before its records are applied"));
                    }
                }
            })
            .as("listeners return no Mono and no future: records are lost or wedged there");

    public static final ArchRule NO_ASYNC_ACKS = classes()
            .should(notCall(
                    "acknowledge out of order", target -> target.getName().equals("setAsyncAcks")))
            .as("records are acknowledged in order");

    public static final ArchRule PLATFORM_NAMES_NO_SERVICE = noClasses()
            .that()
            .resideInAPackage(PLATFORM + "..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(withSubpackages(SERVICES)))
            .as("the platform names no service");

    public static final ArchRule CONTRACTS_KNOW_NO_SPRING = noClasses()
            .that()
            .resideInAPackage(CONTRACTS + "..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.springframework.."))
            .as("the contracts know no Spring");

    private static final List<ArchRule> ALL = List.of(
            FEATURES_KNOW_NO_TECHNOLOGY,
            FEATURES_DO_NOT_SEE_LEAVES,
            LEAVES_DO_NOT_SEE_EACH_OTHER,
            SERVICES_DO_NOT_SEE_EACH_OTHER,
            NOTHING_BLOCKS,
            NOTHING_IS_UNBOUNDED,
            NO_FIELD_INJECTION,
            NAMES_SAY_A_JOB,
            LISTENERS_BLOCK,
            NO_ASYNC_ACKS,
            PLATFORM_NAMES_NO_SERVICE,
            CONTRACTS_KNOW_NO_SPRING);

    /** The platform is technology itself: the rules about packages of features are not for it. */
    private static final List<ArchRule> FOR_PLATFORM =
            ALL.stream().filter(rule -> rule != FEATURES_KNOW_NO_TECHNOLOGY).toList();

    private ArchitectureRules() {}

    /** Holds all rules against the main code of a service; reports every breach at once. */
    public static void check(String servicePackage) {
        hold(ALL, mainCode(servicePackage));
    }

    static void checkPlatform(String platformPackage) {
        hold(FOR_PLATFORM, mainCode(platformPackage));
    }

    private static JavaClasses mainCode(String root) {
        var code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);
        if (code.isEmpty()) {
            throw new AssertionError("there is no main code in " + root);
        }
        return code;
    }

    private static void hold(List<ArchRule> rules, JavaClasses code) {
        var breaches = rules.stream()
                .map(rule -> rule.allowEmptyShould(true).evaluate(code))
                .filter(result -> result.hasViolation())
                .map(result -> result.getFailureReport().toString())
                .toList();
        if (!breaches.isEmpty()) {
            throw new AssertionError(String.join("\n\n", breaches));
        }
    }

    private static Optional<String> leafOf(JavaClass type) {
        var packageName = type.getPackageName();
        if (packageName.startsWith(PLATFORM + ".")) {
            return Optional.empty();
        }
        var last = packageName.substring(packageName.lastIndexOf('.') + 1);
        return LEAVES.contains(last) ? Optional.of(last) : Optional.empty();
    }

    private static Optional<String> serviceOf(JavaClass type) {
        var packageName = type.getPackageName();
        return SERVICES.stream()
                .filter(service -> packageName.equals(service) || packageName.startsWith(service + "."))
                .findFirst();
    }

    private static boolean mayBlock(JavaClass type) {
        return outermost(type).getSimpleName().endsWith("View")
                || leafOf(type).filter("kafka"::equals).isPresent()
                || type.getPackageName().equals(PLATFORM_LOG);
    }

    private static boolean isBlocking(AccessTarget target) {
        return (BLOCKING.contains(target.getName()) && target.getOwner().isAssignableTo(Publisher.class))
                || (target.getName().equals("sleep") && target.getOwner().isEquivalentTo(Thread.class));
    }

    private static boolean isUnbounded(AccessTarget target) {
        return target instanceof AccessTarget.CodeUnitAccessTarget unit
                && unit.getRawParameterTypes().isEmpty()
                && WITHOUT_BOUND
                        .getOrDefault(target.getOwner().getName(), Set.of())
                        .contains(target.getName());
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureRules::outermost).orElse(type);
    }

    private static String[] withSubpackages(List<String> packages) {
        return packages.stream().map(name -> name + "..").toArray(String[]::new);
    }

    private static ArchCondition<JavaClass> notDependOn(String what, BiPredicate<JavaClass, JavaClass> forbidden) {
        return new ArchCondition<>("not depend on " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> forbidden.test(type, dependency.getTargetClass()))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> notCall(String what, Predicate<AccessTarget> forbidden) {
        return new ArchCondition<>("not " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                // References such as Mono::block count as calls.
                type.getAccessesFromSelf().stream()
                        .filter(access -> forbidden.test(access.getTarget()))
                        .forEach(access -> events.add(SimpleConditionEvent.violated(access, access.getDescription())));
            }
        };
    }
}
