package dev.shisa.scan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of result that are read. */
public enum ScanFormat {
    /** {@code nmap -oX}; its document type is nmap.dtd. */
    NMAP("Nmap XML", false),
    /** {@code testssl.sh --jsonfile} and {@code --jsonfile-pretty}. */
    TESTSSL("testssl.sh JSON", false),
    /** OASIS SARIF 2.1.0. */
    SARIF("SARIF 2.1.0", false),
    /** ZAP's traditional report, as JSON or XML. */
    ZAP("ZAP report", false),
    /** The XML report of OpenVAS/GVM, as GMP describes it. */
    OPENVAS("OpenVAS/GVM XML", true),
    /** {@code .nessus}, version 2. */
    NESSUS("Nessus (.nessus v2)", true);

    private final String title;
    private final boolean vulnerabilityScanner;

    ScanFormat(String title, boolean vulnerabilityScanner) {
        this.title = title;
        this.vulnerabilityScanner = vulnerabilityScanner;
    }

    /** The format's own name. */
    public String title() {
        return title;
    }

    /**
     * Whether the tool goes through a database of known vulnerabilities by itself. A port scan, a look at TLS, at web pages or
     * at source code that found nothing says nothing about these.
     */
    public boolean vulnerabilityScanner() {
        return vulnerabilityScanner;
    }

    /** The word in storage: {@code nmap}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ScanFormat> parse(String id) {
        return Arrays.stream(values()).filter(f -> f.id().equals(id)).findFirst();
    }
}
