package dev.shisa.ledger;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The engine is plain Java, and the verifier a second way to the same answer. */
class BordersTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.shisa.ledger");

    @Test
    void theEngineNeedsNothingButJavaOneSignatureAndNoWallClock() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "are not of Java, JSpecify, the Ed25519 that signs or the engine",
                        c -> !c.getPackageName().startsWith("java.")
                                && !c.getPackageName().startsWith("org.jspecify")
                                && !c.getPackageName().startsWith("dev.shisa.ledger")
                                && !c.getFullName().equals("org.bouncycastle.math.ec.rfc8032.Ed25519")
                                && !c.isPrimitive()
                                && !c.isArray()))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "java.net..")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.InstantSource.class, "system")
                .check(CLASSES);
    }

    @Test
    void theVerifierSharesOnlyRecordsWithTheWriterAndNoneOfTheirReasoning() {
        noClasses()
                .that()
                .resideInAPackage("dev.shisa.ledger.verify")
                .should()
                .dependOnClassesThat(describe(
                        "are of the writer and no records",
                        (JavaClass c) -> c.getPackageName().equals("dev.shisa.ledger") && !c.isRecord()))
                .check(CLASSES);
        Set<String> reasoning = Set.of("parse", "verify", "path", "encode", "root");
        noClasses()
                .that()
                .resideInAPackage("dev.shisa.ledger.verify")
                .should()
                .accessTargetWhere(describe(
                        "reasons for the writer",
                        (JavaAccess<?> access) ->
                                access.getTargetOwner().getPackageName().equals("dev.shisa.ledger")
                                        && reasoning.contains(access.getTarget().getName())
                                        && !Set.of("Checkpoint.root", "InclusionProof.path")
                                                .contains(access.getTargetOwner()
                                                                .getSimpleName() + "."
                                                        + access.getTarget().getName())))
                .check(CLASSES);
    }
}
