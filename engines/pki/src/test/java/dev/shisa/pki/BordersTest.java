package dev.shisa.pki;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The engine is plain Java with BouncyCastle. */
class BordersTest {

    @Test
    void theEngineNeedsNothingButJavaAndBouncyCastleAndNoWallClock() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "are not of Java, JSpecify, BouncyCastle or the engine",
                        c -> !c.getPackageName().startsWith("java.")
                                && !c.getPackageName().startsWith("javax.security.auth.x500")
                                && !c.getPackageName().startsWith("org.jspecify")
                                && !c.getPackageName().startsWith("org.bouncycastle")
                                && !c.getPackageName().startsWith("dev.shisa.pki")
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
                        .importPackages("dev.shisa.pki"));
    }
}
