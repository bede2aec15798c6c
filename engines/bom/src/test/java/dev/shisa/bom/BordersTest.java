package dev.shisa.bom;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The engine is plain Java with a reader of JSON and its schemas. */
class BordersTest {

    @Test
    void theEngineNeedsNothingButJavaJsonAndItsSchemasAndNoWallClock() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "are not of Java, JSpecify, Jackson, the schema validator, XZ for Java or the engine",
                        c -> !c.getPackageName().startsWith("java.")
                                && !c.getPackageName().startsWith("javax.xml")
                                && !c.getPackageName().startsWith("org.w3c.dom.ls")
                                && !c.getPackageName().startsWith("org.xml.sax")
                                && !c.getPackageName().startsWith("org.jspecify")
                                && !c.getPackageName().startsWith("tools.jackson")
                                && !c.getPackageName().startsWith("com.networknt.schema")
                                && !c.getPackageName().startsWith("org.tukaani.xz")
                                && !c.getPackageName().startsWith("dev.shisa.bom")
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
                        .importPackages("dev.shisa.bom"));
    }
}
