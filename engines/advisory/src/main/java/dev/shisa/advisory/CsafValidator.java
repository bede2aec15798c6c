package dev.shisa.advisory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Judges a document by its structure (section 3 of the specification) and by the tests of section 6: mandatory, optional (2.1:
 * recommended) and informative ones, of the version that it claims.
 *
 * <p>Not tested, since the means are not at hand: spelling and grammar (6.3.8, 6.3.16), and whether links resolve beyond what can be told
 * offline (6.3.6, 6.3.7). Of extensions (6.1.60.2, 6.1.60.3) only those whose schemas are known are judged.
 */
public final class CsafValidator {

    private record Test(String number, boolean in20, boolean in21, BiConsumer<Subject, Report> check) {

        Finding.Severity severity() {
            return number.startsWith("6.1.")
                    ? Finding.Severity.ERROR
                    : number.startsWith("6.2.") ? Finding.Severity.WARNING : Finding.Severity.INFORMATION;
        }
    }

    private static final List<Test> TESTS = List.of(
            both("6.1.1", ProductTreeChecks::missingDefinitionOfProductId),
            both("6.1.2", ProductTreeChecks::multipleDefinitionOfProductId),
            both("6.1.3", ProductTreeChecks::circularDefinitionOfProductId),
            both("6.1.4", ProductTreeChecks::missingDefinitionOfProductGroupId),
            both("6.1.5", ProductTreeChecks::multipleDefinitionOfProductGroupId),
            both("6.1.6", VulnerabilityChecks::contradictingProductStatus),
            both("6.1.7", VulnerabilityChecks::multipleScoresWithSameVersionPerProduct),
            both("6.1.8", VulnerabilityChecks::invalidCvss),
            both("6.1.9", VulnerabilityChecks::invalidCvssComputation),
            both("6.1.10", VulnerabilityChecks::inconsistentCvss),
            both("6.1.11", VulnerabilityChecks::cwe),
            both("6.1.12", DocumentChecks::language),
            both("6.1.13", ProductTreeChecks::purl),
            both("6.1.14", TrackingChecks::sortedRevisionHistory),
            both("6.1.15", DocumentChecks::translator),
            both("6.1.16", TrackingChecks::latestDocumentVersion),
            both("6.1.17", TrackingChecks::documentStatusDraft),
            both("6.1.18", TrackingChecks::releasedRevisionHistory),
            both("6.1.19", TrackingChecks::revisionHistoryEntriesForPreReleaseVersions),
            both("6.1.20", TrackingChecks::nonDraftDocumentVersion),
            both("6.1.21", TrackingChecks::missingItemInRevisionHistory),
            both("6.1.22", TrackingChecks::multipleDefinitionInRevisionHistory),
            both("6.1.23", VulnerabilityChecks::multipleUseOfSameCve),
            both("6.1.24", TrackingChecks::multipleDefinitionInInvolvements),
            both("6.1.25", ProductTreeChecks::multipleUseOfSameHashAlgorithm),
            both("6.1.26", DocumentChecks::prohibitedDocumentCategoryName),
            both("6.1.27.1", ProfileChecks::documentNotes),
            both("6.1.27.2", ProfileChecks::documentReferences),
            both("6.1.27.3", ProfileChecks::noVulnerabilities),
            both("6.1.27.4", ProfileChecks::productTree),
            both("6.1.27.5", ProfileChecks::vulnerabilityNotes),
            both("6.1.27.6", ProfileChecks::productStatus),
            both("6.1.27.7", ProfileChecks::vexProductStatus),
            both("6.1.27.8", ProfileChecks::vulnerabilityId),
            both("6.1.27.9", ProfileChecks::impactStatement),
            both("6.1.27.10", ProfileChecks::actionStatement),
            both("6.1.27.11", ProfileChecks::vulnerabilities),
            since21("6.1.27.12", ProfileChecks::affectedProducts),
            since21("6.1.27.13", ProfileChecks::correspondingAffectedProducts),
            since21("6.1.27.14", ProfileChecks::descriptionNote),
            since21("6.1.27.15", ProfileChecks::noProductTree),
            since21("6.1.27.16", ProfileChecks::revisionHistory),
            since21("6.1.27.17", ProfileChecks::reasoningForWithdrawal),
            since21("6.1.27.18", ProfileChecks::reasoningForSupersession),
            since21("6.1.27.19", ProfileChecks::referenceToSupersedingDocument),
            both("6.1.28", DocumentChecks::translation),
            both("6.1.29", VulnerabilityChecks::remediationWithoutProductReference),
            both("6.1.30", TrackingChecks::mixedIntegerAndSemanticVersioning),
            both("6.1.31", ProductTreeChecks::versionRangeInProductVersion),
            both("6.1.32", VulnerabilityChecks::flagWithoutProductReference),
            both("6.1.33", VulnerabilityChecks::multipleFlagsWithVexJustificationCodes),
            since21("6.1.34", ProductTreeChecks::branchesRecursionDepth),
            since21("6.1.35", VulnerabilityChecks::contradictingRemediations),
            since21("6.1.36", VulnerabilityChecks::contradictingProductStatusRemediation),
            since21("6.1.37", TrackingChecks::dateAndTime),
            since21("6.1.38", DocumentChecks::nonPublicSharingGroupWithMaxUuid),
            since21("6.1.39", DocumentChecks::publicSharingGroupWithNoMaxUuid),
            since21("6.1.40", DocumentChecks::invalidSharingGroupName),
            since21("6.1.41", DocumentChecks::missingSharingGroupName),
            since21("6.1.42", ProductTreeChecks::purlQualifiers),
            since21("6.1.43", ProductTreeChecks::multipleStarsInModelNumber),
            since21("6.1.44", ProductTreeChecks::multipleStarsInSerialNumber),
            since21("6.1.45", TrackingChecks::inconsistentDisclosureDate),
            since21("6.1.46", SsvcChecks::invalidSsvc),
            since21("6.1.47", SsvcChecks::inconsistentSsvcTargetIds),
            since21("6.1.48", SsvcChecks::ssvcDecisionPoints),
            since21("6.1.49", TrackingChecks::inconsistentSsvcTimestamp),
            since21("6.1.50", RangeChecks::productVersionRangeRules),
            since21("6.1.51", TrackingChecks::inconsistentEpssTimestamp),
            since21("6.1.52", TrackingChecks::inconsistentFirstKnownExploitationDates),
            since21("6.1.53", TrackingChecks::inconsistentExploitationDate),
            since21("6.1.54", DocumentChecks::licenseExpression),
            since21("6.1.55", DocumentChecks::licenseText),
            since21("6.1.56", VulnerabilityChecks::cvssAndQualitativeSeverityRating),
            since21("6.1.57", ProductTreeChecks::stackedBranchCategories),
            since21("6.1.58", ProductTreeChecks::productVersionInOnePathWithRange),
            since21("6.1.59", RangeChecks::singleVersionAsRange),
            since21("6.1.60.1", ExtensionChecks::contentSchema),
            since21("6.1.60.2", ExtensionChecks::extensionSchema),
            since21("6.1.60.3", ExtensionChecks::extensionMetadata),
            since21("6.1.61", ProductTreeChecks::multipleStarsInSku),
            both("6.2.1", ProductTreeChecks::unusedDefinitionOfProductId),
            both("6.2.2", VulnerabilityChecks::missingRemediation),
            both("6.2.3", VulnerabilityChecks::missingMetric),
            both("6.2.4", TrackingChecks::buildMetadataInRevisionHistory),
            both("6.2.5", TrackingChecks::olderInitialReleaseDate),
            both("6.2.6", TrackingChecks::olderCurrentReleaseDate),
            both("6.2.7", TrackingChecks::missingDateInInvolvements),
            both("6.2.8", ProductTreeChecks::md5Only),
            both("6.2.9", ProductTreeChecks::sha1Only),
            only20("6.2.10", DocumentChecks::missingTlpLabel),
            both("6.2.11", TrackingChecks::missingCanonicalUrl),
            both("6.2.12", DocumentChecks::missingDocumentLanguage),
            both("6.2.13", DocumentChecks::sorting),
            both("6.2.14", DocumentChecks::privateLanguage),
            both("6.2.15", DocumentChecks::defaultLanguage),
            both("6.2.16", ProductTreeChecks::missingProductIdentificationHelper),
            both("6.2.17", VulnerabilityChecks::cveInFieldIds),
            both("6.2.18", RangeChecks::rangeWithoutVers),
            both("6.2.19", VulnerabilityChecks::cvssForFixedProducts),
            both("6.2.20", DocumentChecks::additionalProperties),
            since21("6.2.21", TrackingChecks::sameTimestampsInRevisionHistory),
            since21("6.2.22", TrackingChecks::trackingIdInTitle),
            since21("6.2.23", VulnerabilityChecks::deprecatedCwe),
            since21("6.2.24", VulnerabilityChecks::nonLatestCweVersion),
            since21("6.2.25", VulnerabilityChecks::cweNotAllowed),
            since21("6.2.26", VulnerabilityChecks::cweAllowedWithReview),
            since21("6.2.27", VulnerabilityChecks::discouragedProductStatusRemediation),
            since21("6.2.28", DocumentChecks::usageOfMaxUuid),
            since21("6.2.29", DocumentChecks::usageOfNilUuid),
            since21("6.2.30", DocumentChecks::usageOfSharingGroupOnTlpClear),
            since21("6.2.31", ProductTreeChecks::hardwareAndSoftware),
            since21("6.2.32", ProductTreeChecks::sameProductIdentificationHelper),
            since21("6.2.33", TrackingChecks::disclosureDateNewerThanRevisionHistory),
            since21("6.2.34", SsvcChecks::unknownNamespace),
            since21("6.2.35", SsvcChecks::unregisteredInClear),
            since21("6.2.36", SsvcChecks::extensionInClear),
            since21("6.2.37", SsvcChecks::unknownNamespaceWithoutResource),
            since21("6.2.38", DocumentChecks::usageOfDeprecatedProfile),
            since21("6.2.39.1", ProfileChecks::missingFixedProduct),
            since21("6.2.39.2", ProfileChecks::languageSpecificReasoningForWithdrawal),
            since21("6.2.39.3", ProfileChecks::languageSpecificReasoningForSupersession),
            since21("6.2.39.4", ProfileChecks::languageSpecificSupersedingDocument),
            since21("6.2.39.5", ProfileChecks::extensionInSupersededOrWithdrawn),
            since21("6.2.40", DocumentChecks::productDescriptionWithoutProductReference),
            since21("6.2.41", TrackingChecks::oldEpssTimestamp),
            since21("6.2.42", HelperChecks::inconsistentProductIdentificationHelper),
            since21("6.2.43", DocumentChecks::missingLicenseExpression),
            since21("6.2.44", DocumentChecks::deprecatedLicenseIdentifier),
            since21("6.2.45", DocumentChecks::nonExistingLicenseIdentifier),
            since21("6.2.46", DocumentChecks::languageSpecificLicenseText),
            since21("6.2.47", VulnerabilityChecks::qualitativeSeverityRatingByIssuingParty),
            since21("6.2.48", ProductTreeChecks::misuseAtVendorName),
            since21("6.2.49", RangeChecks::upperOpenEndedRange),
            since21("6.2.50.1", RangeChecks::versInContradictingGroup),
            since21("6.2.50.2", RangeChecks::vlsInContradictingGroup),
            since21("6.2.50.3", RangeChecks::versionInContradictingGroup),
            since21("6.2.51", RangeChecks::unknownVersType),
            since21("6.2.52", ProductTreeChecks::unknownHashAlgorithm),
            since21("6.2.53", VulnerabilityChecks::matchingTextForRegisteredIdSystem),
            since21("6.2.54.1", ExtensionChecks::registeredExtension),
            since21("6.2.54.2", ExtensionChecks::officialExtension),
            since21("6.2.54.3", ExtensionChecks::criticalExtension),
            since21("6.2.54.4", ExtensionChecks::experimentalInClear),
            both("6.3.1", VulnerabilityChecks::cvssV2Only),
            both("6.3.2", VulnerabilityChecks::cvssV30),
            both("6.3.3", VulnerabilityChecks::missingCve),
            both("6.3.4", VulnerabilityChecks::missingCwe),
            both("6.3.5", ProductTreeChecks::shortHash),
            both("6.3.6", UrlChecks::others),
            both("6.3.7", UrlChecks::self),
            both("6.3.9", ProductTreeChecks::branchCategories),
            both("6.3.10", ProductTreeChecks::usageOfProductVersionRange),
            both("6.3.11", ProductTreeChecks::usageOfV),
            since21("6.3.12", VulnerabilityChecks::missingCvssV4),
            since21("6.3.13", SsvcChecks::nonLatestDecisionPointVersion),
            since21("6.3.14", SsvcChecks::unregisteredInNonClear),
            since21("6.3.15", SsvcChecks::extensionInNonClear),
            since21("6.3.17", DocumentChecks::unregisteredLicense),
            since21("6.3.18", VulnerabilityChecks::qualitativeSeverityRating),
            since21("6.3.19.1", RangeChecks::versInSameGroup),
            since21("6.3.19.2", RangeChecks::vlsInSameGroup),
            since21("6.3.19.3", RangeChecks::versionInSameGroup),
            since21("6.3.19.4", RangeChecks::rangeInBranch),
            since21("6.3.19.5", RangeChecks::versionInBranch),
            since21("6.3.20", VulnerabilityChecks::unregisteredIdSystem),
            since21("6.3.21.1", ExtensionChecks::essential),
            since21("6.3.21.2", ExtensionChecks::experimentalInNonClear),
            since21("6.3.21.3", ExtensionChecks::atDocument),
            since21("6.3.21.4", ExtensionChecks::inBranches),
            since21("6.3.21.5", ExtensionChecks::inFullProductNames),
            since21("6.3.21.6", ExtensionChecks::inProductPaths),
            since21("6.3.21.7", ExtensionChecks::inMetrics),
            since21("6.3.21.8", ExtensionChecks::atVulnerabilities),
            since21("6.3.21.9", ExtensionChecks::atRoot),
            since21("6.3.22", ProductTreeChecks::nestedProductPath));

    private static Test both(String number, BiConsumer<Subject, Report> check) {
        return new Test(number, true, true, check);
    }

    private static Test only20(String number, BiConsumer<Subject, Report> check) {
        return new Test(number, true, false, check);
    }

    private static Test since21(String number, BiConsumer<Subject, Report> check) {
        return new Test(number, false, true, check);
    }

    private CsafValidator() {}

    /**
     * Every fault of a document: those of its structure first, then by test in the order of the specification.
     *
     * @param now the instant of the judgement, for what is still to come
     */
    public static List<Finding> validate(CsafDocument document, Instant now) {
        Subject subject = new Subject(document, now);
        List<Finding> findings = new ArrayList<>();
        Report structure = new Report(Finding.SCHEMA, Finding.Severity.ERROR);
        subject.structure()
                .broken()
                .forEach(b -> structure.add(b.place(), b.code(), b.arguments().toArray()));
        subject.structure().unknown().stream()
                .filter(Structure.Unknown::forbidden)
                .forEach(u -> structure.add(u.member(), "shape.unknown", DocumentChecks.name(u.member())));
        if (subject.hasTooManyGroupMembers()) {
            structure.add(subject.tree().at("product_groups"), "groups.too-many", Subject.GROUP_MEMBERS_MAX);
        }
        findings.addAll(structure.findings());
        for (Test test : TESTS) {
            if (document.version() == CsafVersion.V2_0 ? test.in20 : test.in21) {
                Report report = new Report(test.number, test.severity());
                test.check.accept(subject, report);
                findings.addAll(report.findings());
            }
        }
        return List.copyOf(findings);
    }

    /** Whether nothing among some findings makes a document invalid. */
    public static boolean isValid(List<Finding> findings) {
        return findings.stream().noneMatch(f -> f.severity() == Finding.Severity.ERROR);
    }

    /** The numbers of the tests that are made of documents of a version. */
    public static List<String> tests(CsafVersion version) {
        return TESTS.stream()
                .filter(t -> version == CsafVersion.V2_0 ? t.in20 : t.in21)
                .map(Test::number)
                .toList();
    }
}
