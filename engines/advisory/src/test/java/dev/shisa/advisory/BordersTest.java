package dev.shisa.advisory;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The engine is plain Java with a reader of JSON and what the vulnerability engine knows. */
class BordersTest {

    @Test
    void theEngineNeedsNothingButJavaJsonAndVulnerabilityAndNoWallClock() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "are not of Java, JSpecify, Jackson, the vulnerability engine or the engine",
                        c -> !c.getPackageName().startsWith("java.")
                                && !c.getPackageName().startsWith("org.jspecify")
                                && !c.getPackageName().startsWith("tools.jackson")
                                && !c.getPackageName().startsWith("dev.shisa.vulnerability")
                                && !c.getPackageName().startsWith("dev.shisa.advisory")
                                && !c.isPrimitive()
                                && !c.isArray()))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "java.net.http..")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.shisa.advisory"));
    }
}
