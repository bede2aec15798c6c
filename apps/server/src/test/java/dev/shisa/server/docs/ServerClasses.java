package dev.shisa.server.docs;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** Our own classes as ArchUnit reads them, once for all tests of a JVM: reading them takes longer than any test. */
public final class ServerClasses {

    public static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.shisa");

    private ServerClasses() {}
}
