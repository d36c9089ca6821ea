package io.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The canary: each rule rejects what it is there to reject, and looks where there is something. */
class ArchitectureRulesTests {

    private static final Path REPOSITORY = Path.of("../..");

    private static final JavaClasses VIOLATIONS = new ClassFileImporter()
            .importPackages(
                    "io.parley.testkit.violations",
                    "io.parley.history.violations",
                    "io.parley.gateway.violations",
                    "io.parley.platform.violations",
                    "io.parley.events.violations");

    private static final List<String> TECHNOLOGIES = ArchitectureRules.TECHNOLOGIES;
    private static final List<String> LEAVES = ArchitectureRules.LEAVES;
    private static final List<String> SERVICES = ArchitectureRules.SERVICES;

    @TestFactory
    Stream<DynamicTest> everyRuleRejectsItsBreach() {
        return Arrays.stream(ArchitectureRules.class.getDeclaredFields())
                .filter(field -> field.getType() == ArchRule.class && Modifier.isPublic(field.getModifiers()))
                .map(field -> DynamicTest.dynamicTest(
                        field.getName(),
                        () -> assertThat(breachesOf((ArchRule) field.get(null))).isNotEmpty()));
    }

    @ParameterizedTest
    @FieldSource("TECHNOLOGIES")
    void featuresMayKnowNoTechnology(String technology) {
        assertThat(breachesOf(ArchitectureRules.FEATURES_KNOW_NO_TECHNOLOGY))
                .anyMatch(breach -> breach.contains("<" + technology + "."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Mono.block()", "Flux.blockLast()", "Flux.toIterable()", "Flux.toStream()", "Thread.sleep(long)"
            })
    void rejectsEveryWayToBlock(String call) {
        assertThat(breachesOf(ArchitectureRules.NOTHING_BLOCKS)).anyMatch(breach -> breach.contains(call));
    }

    @Test
    void rejectsReferencesToBlockingMethods() {
        assertThat(breachesOf(ArchitectureRules.NOTHING_BLOCKS)).anyMatch(breach -> breach.contains("reference()"));
    }

    @Test
    void letsAViewBlockOnItsBatch() {
        assertThat(breachesOf(ArchitectureRules.NOTHING_BLOCKS)).noneMatch(breach -> breach.contains("ThingsView"));
    }

    @Test
    void rejectsUnboundedOperatorsAndLetsBoundedOnesPass() {
        assertThat(breachesOf(ArchitectureRules.NOTHING_IS_UNBOUNDED))
                .hasSize(4)
                .noneMatch(breach -> breach.contains("bounded("));
    }

    @Test
    void rejectsEveryEmptyName() {
        var breaches = breachesOf(ArchitectureRules.NAMES_SAY_A_JOB);

        assertThat(breaches.stream().filter(breach -> breach.contains("Suffixes$")))
                .hasSize(9);
        assertThat(breaches).noneMatch(breach -> breach.contains("ServerFrame"));
    }

    @Test
    void rejectsFieldsOfEveryAnnotation() {
        assertThat(breachesOf(ArchitectureRules.NO_FIELD_INJECTION)).hasSize(2);
    }

    @Test
    void rejectsMonosAndFuturesFromListeners() {
        assertThat(breachesOf(ArchitectureRules.LISTENERS_BLOCK)).hasSize(2);
    }

    @Test
    void theCheckOfAServiceReportsItsBreaches() {
        assertThatThrownBy(() -> ArchitectureRules.check("io.parley.testkit"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("features know no technology");
    }

    @Test
    void theCheckOfAnEmptyPackageFails() {
        assertThatThrownBy(() -> ArchitectureRules.check("io.parley.nobody")).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {ArchitectureRules.PLATFORM, ArchitectureRules.CONTRACTS})
    void thePlatformKeepsTheRules(String platformPackage) {
        ArchitectureRules.checkPlatform(platformPackage);
    }

    @ParameterizedTest
    @FieldSource("LEAVES")
    void everyLeafOfTheRulesExists(String leaf) throws IOException {
        for (var service : serviceSources()) {
            try (var folders = Files.walk(service)) {
                if (folders.anyMatch(folder -> folder.endsWith(leaf) && Files.isDirectory(folder))) {
                    return;
                }
            }
        }
        throw new AssertionError("no service has a package " + leaf + ": the rules about it watch nothing");
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void everyServiceOfTheRulesExists(String service) throws IOException {
        assertThat(serviceSources()).anyMatch(source -> Files.isDirectory(source.resolve(service.replace('.', '/'))));
    }

    @ParameterizedTest
    @FieldSource("TECHNOLOGIES")
    void everyTechnologyOfTheRulesExists(String technology) {
        var known = VIOLATIONS.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass())
                .filter(target -> target.getPackageName().startsWith(technology));

        assertThat(known.map(target -> target.reflect())).isNotEmpty();
    }

    @Test
    void everyPackageOfThePlatformRulesExists() {
        for (var name :
                List.of(ArchitectureRules.PLATFORM, ArchitectureRules.PLATFORM_LOG, ArchitectureRules.CONTRACTS)) {
            assertThat(getClass().getClassLoader().getResource(name.replace('.', '/')))
                    .as(name)
                    .isNotNull();
        }
    }

    private static List<String> breachesOf(ArchRule rule) {
        return rule.evaluate(VIOLATIONS).getFailureReport().getDetails();
    }

    private static List<Path> serviceSources() throws IOException {
        try (var folders = Files.list(REPOSITORY)) {
            return folders.filter(folder -> folder.getFileName().toString().endsWith("-service"))
                    .map(folder -> folder.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }
}
