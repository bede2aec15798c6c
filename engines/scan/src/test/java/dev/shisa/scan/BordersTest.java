package dev.shisa.scan;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The engine is plain Java with a reader of JSON. */
class BordersTest {

    @Test
    void theEngineNeedsNothingButJavaAndJsonAndNoWallClock() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "are not of Java, JSpecify, Jackson or the engine",
                        c -> !c.getPackageName().startsWith("java.")
                                && !c.getPackageName().startsWith("javax.xml")
                                && !c.getPackageName().startsWith("org.jspecify")
                                && !c.getPackageName().startsWith("tools.jackson")
                                && !c.getPackageName().startsWith("dev.shisa.scan")
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
                        .importPackages("dev.shisa.scan"));
    }
}
