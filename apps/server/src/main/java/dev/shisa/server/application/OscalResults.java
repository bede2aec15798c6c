package dev.shisa.server.application;

import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.conformity.NotAdopted;
import dev.shisa.server.conformity.StoredVerdict;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The verdicts on a series, or on the organisation, as assessment results in OSCAL (NIST, version 1.1.3, JSON).
 *
 * <p>One {@code result} for each guide that is followed; a {@code finding} for each requirement with its verdict and
 * reason; an {@code observation} for each piece of evidence that a verdict of the guide looked at, with its facts, its
 * times, and the method that its strength stands for; a {@code risk} for what is not met and for what is not adopted;
 * the files with their hashes in the back matter.
 *
 * <p>What has no counterpart is said in the document itself. OSCAL knows only satisfied and not satisfied: Shisa's own
 * verdict stands beside it as a property, and what is not decided is not satisfied for the reason "other", which says so.
 * There is no assessment plan to import, and no system security plan whose component the product would be.
 */
@Component
class OscalResults {

    static final String VERSION = "1.1.3";

    /** Whose names the properties have that OSCAL does not define. */
    private static final String OWN = "urn:shisa:oscal";

    private static final String MAKER = "maker";
    private static final String SUBMITTER = "evidence-submitter";
    private static final String CONFIRMER = "evidence-confirmer";

    private final Products products;
    private final Guides guides;
    private final Verdicts verdicts;
    private final NotAdopted notAdopted;
    private final EvidenceLog evidence;
    private final FactWords words;
    private final Settings settings;
    private final TransactionTemplate snapshot;

    OscalResults(
            Products products,
            Guides guides,
            Verdicts verdicts,
            NotAdopted notAdopted,
            EvidenceLog evidence,
            FactWords words,
            Settings settings,
            PlatformTransactionManager transactions) {
        this.products = products;
        this.guides = guides;
        this.verdicts = verdicts;
        this.notAdopted = notAdopted;
        this.evidence = evidence;
        this.words = words;
        this.settings = settings;
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** Of a series. */
    Map<String, Object> of(Series series, Ui ui) {
        verdicts.settle(series.id());
        return Objects.requireNonNull(snapshot.execute(status -> write(series, ui)));
    }

    private Map<String, Object> write(Series series, Ui ui) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("uuid", ids().of("component", series.id()));
        component.put("type", "hardware");
        component.put("title", line(series.name()));
        component.put("description", series.about().isBlank() ? line(series.kind()) : series.about());
        Properties properties = new Properties().put("series", series.code()).put("kind", series.kind());
        products.models(series.id()).stream().map(Model::number).forEach(number -> properties.put("model", number));
        products.designated(series).map(Release::name).ifPresent(release -> properties.put("release", release));
        properties.into(component);
        component.put("status", Map.of("state", "operational"));
        List<Subject> subjects =
                products.target(series).layers().stream().map(Layer::subject).toList();
        return new Writing(series.id(), series.name(), component, subjects, products.itemNames(series.id()), ui)
                .document();
    }

    /** Of the organisation. */
    Map<String, Object> ofOrganisation(Ui ui) {
        Subject organisation = products.organisation();
        verdicts.settle(organisation.id());
        return Objects.requireNonNull(snapshot.execute(status -> new Writing(
                        organisation.id(), settings.organisationName(), null, List.of(organisation), Map.of(), ui)
                .document()));
    }

    private NameBasedIds ids() {
        return new NameBasedIds(products.organisation().id());
    }

    /** OSCAL's name of a requirement; it may not begin with a digit. */
    static String control(RequirementId id) {
        return (id.framework() + "_" + id.number()).replaceAll("[^\\p{L}\\p{N}._-]", "_");
    }

    /** What was done to establish facts of this strength (NIST SP 800-53A). */
    static String method(Strength strength) {
        return switch (strength) {
            case DECLARED -> "INTERVIEW";
            case DOCUMENTED -> "EXAMINE";
            case TESTED, MEASURED -> "TEST";
        };
    }

    static boolean satisfied(VerdictState state) {
        return switch (state) {
            case MET, DEEMED, EXEMPT, NOT_APPLICABLE -> true;
            case EXPECTED, UNKNOWN, RECHECK, NOT_MET -> false;
        };
    }

    static String reason(VerdictState state) {
        return switch (state) {
            case MET -> "pass";
            case NOT_MET -> "fail";
            case DEEMED, EXEMPT, NOT_APPLICABLE, EXPECTED, UNKNOWN, RECHECK -> "other";
        };
    }

    /** A text of one line without spaces at its ends, as OSCAL wants its strings; empty stays empty. */
    static String line(String text) {
        return text.replaceAll("[\\s\\p{Z}\\p{Cntrl}]+", " ").strip();
    }

    /** Properties that OSCAL does not define; empty ones are left out, since OSCAL has no empty string. */
    private static final class Properties {

        private final List<Map<String, Object>> all = new ArrayList<>();

        Properties put(String name, @Nullable Object value) {
            String text = value == null ? "" : line(value.toString());
            if (!text.isEmpty()) {
                Map<String, Object> property = new LinkedHashMap<>();
                property.put("name", name);
                property.put("ns", OWN);
                property.put("value", text);
                all.add(property);
            }
            return this;
        }

        void into(Map<String, Object> object) {
            if (!all.isEmpty()) {
                object.put("props", all);
            }
        }
    }

    /** One document in the making: collects whom and what its parts refer to. */
    private final class Writing {

        private final UUID subjectId;
        private final String name;
        private final @Nullable Map<String, Object> component;
        private final Ui ui;
        private final NameBasedIds ids = ids();
        private final Map<UUID, EvidenceDetails> evidenceById;
        private final Map<UUID, FactEntry> entries;
        private final Map<String, String> itemNames;
        private final ReasonDraft draft;
        private final Map<RequirementId, NotAdopted.Decision> decisions;
        private final Map<String, Map<String, Object>> parties = new LinkedHashMap<>();
        private final Map<String, Map<String, Object>> resources = new LinkedHashMap<>();

        Writing(
                UUID subjectId,
                String name,
                @Nullable Map<String, Object> component,
                List<Subject> subjects,
                Map<String, String> itemNames,
                Ui ui) {
            this.subjectId = subjectId;
            this.name = name;
            this.component = component;
            this.itemNames = itemNames;
            this.ui = ui;
            evidenceById = evidence.about(subjects, null).stream()
                    .collect(Collectors.toMap(EvidenceDetails::id, Function.identity(), (a, b) -> a));
            entries = evidence.entries(subjects).stream()
                    .collect(Collectors.toMap(FactEntry::id, Function.identity(), (a, b) -> a));
            draft = new ReasonDraft(
                    itemNames,
                    entries.values().stream()
                            .filter(entry -> !entry.detail().isBlank())
                            .collect(Collectors.toMap(FactEntry::id, FactEntry::detail)));
            decisions = notAdopted.of(subjectId);
        }

        Map<String, Object> document() {
            List<Framework> followed = guides.followed(subjectId);
            if (followed.isEmpty()) {
                throw new Problem(409, "oscal.nothing-followed", name);
            }
            String maker = ids.of("party", "organisation");
            Map<String, Object> organisation = new LinkedHashMap<>();
            organisation.put("uuid", maker);
            organisation.put("type", "organization");
            String makerName = line(settings.organisationName());
            if (!makerName.isEmpty()) {
                organisation.put("name", makerName);
            }
            parties.put(maker, organisation);
            String plan = resource(
                    ids.of("resource", "plan"), ui.t("oscal.plan.title"), ui.t("oscal.plan.text"), new Properties());
            List<Map<String, Object>> results =
                    followed.stream().map(framework -> result(framework, maker)).toList();
            String now = time(ui.now());
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("title", line(ui.t("oscal.title", name)));
            metadata.put("last-modified", now);
            metadata.put("version", now);
            metadata.put("oscal-version", VERSION);
            metadata.put(
                    "roles",
                    List.of(
                            role(MAKER, ui.t("oscal.role.maker")),
                            role(SUBMITTER, ui.t("oscal.role.submitter")),
                            role(CONFIRMER, ui.t("oscal.role.confirmer"))));
            metadata.put("parties", List.copyOf(parties.values()));
            metadata.put("responsible-parties", List.of(Map.of("role-id", MAKER, "party-uuids", List.of(maker))));
            metadata.put("remarks", ui.t("oscal.remarks"));
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("uuid", ids.of("assessment-results", subjectId, now));
            body.put("metadata", metadata);
            body.put("import-ap", Map.of("href", "#" + plan, "remarks", ui.t("oscal.plan.text")));
            body.put("results", results);
            body.put("back-matter", Map.of("resources", List.copyOf(resources.values())));
            return Map.of("assessment-results", body);
        }

        private Map<String, Object> result(Framework framework, String maker) {
            Map<RequirementId, StoredVerdict> decided = new TreeMap<>();
            verdicts.of(subjectId, framework.id()).forEach(verdict -> decided.put(verdict.requirement(), verdict));
            Map<RequirementId, Proof> proofs = verdicts.proofs(subjectId, framework.id());
            Map<UUID, Set<Fact>> used = new LinkedHashMap<>();
            decided.keySet().stream()
                    .flatMap(id -> proof(proofs, id).facts().stream())
                    .forEach(fact -> used.computeIfAbsent(fact.evidence(), _ -> new LinkedHashSet<>())
                            .add(fact));
            List<Instant> times = used.values().stream()
                    .flatMap(Set::stream)
                    .map(Fact::observedAt)
                    .sorted()
                    .toList();
            resource(
                    ids.of("resource", framework.id()),
                    framework.title().in(ui.locale()),
                    framework.basis().in(ui.locale()),
                    new Properties().put("framework", framework.id()).put("edition", framework.edition()));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("uuid", ids.of("result", subjectId, framework.id()));
            result.put("title", line(framework.title().in(ui.locale())));
            result.put(
                    "description", ui.t("oscal.result", name, framework.title().in(ui.locale()), decided.size()));
            result.put("start", time(times.isEmpty() ? earliest(decided) : times.getFirst()));
            if (!times.isEmpty()) {
                result.put("end", time(times.getLast()));
            }
            new Properties()
                    .put("framework", framework.id())
                    .put("edition", framework.edition())
                    .into(result);
            if (component != null) {
                result.put("local-definitions", Map.of("components", List.of(component)));
            }
            Map<String, Object> selection = new LinkedHashMap<>();
            selection.put("description", framework.title().in(ui.locale()));
            if (!decided.isEmpty()) {
                selection.put(
                        "include-controls",
                        decided.keySet().stream()
                                .map(id -> Map.of("control-id", control(id)))
                                .toList());
            }
            result.put("reviewed-controls", Map.of("control-selections", List.of(selection)));
            List<Map<String, Object>> observations = new ArrayList<>();
            used.forEach((id, facts) -> observations.add(observation(framework, id, facts, maker)));
            List<Map<String, Object>> risks = new ArrayList<>();
            List<Map<String, Object>> findings = new ArrayList<>();
            decided.forEach((id, verdict) -> {
                Requirement requirement = framework
                        .requirement(id.number())
                        .orElseThrow(() -> new IllegalStateException(id + " was decided and is in no framework"));
                Finding finding = finding(framework, requirement, verdict, proof(proofs, id));
                findings.add(finding.body());
                if (finding.risk() != null) {
                    risks.add(finding.risk());
                }
            });
            putIfAny(result, "observations", observations);
            putIfAny(result, "risks", risks);
            putIfAny(result, "findings", findings);
            return result;
        }

        private static Proof proof(Map<RequirementId, Proof> proofs, RequirementId id) {
            return Objects.requireNonNull(proofs.get(id), "every verdict has a proof");
        }

        private Instant earliest(Map<RequirementId, StoredVerdict> decided) {
            return decided.values().stream()
                    .map(StoredVerdict::decidedAt)
                    .min(Comparator.naturalOrder())
                    .orElseGet(ui::now);
        }

        // Observations

        private Map<String, Object> observation(Framework framework, UUID evidenceId, Set<Fact> facts, String maker) {
            EvidenceDetails details = Optional.ofNullable(evidenceById.get(evidenceId))
                    .or(() -> evidence.byId(evidenceId))
                    .orElseThrow();
            EvidenceSummary summary = details.summary();
            Map<String, Object> observation = new LinkedHashMap<>();
            observation.put("uuid", observationId(framework, evidenceId));
            observation.put("title", line(summary.code() + " " + summary.title().in(ui.locale())));
            observation.put("description", facts.stream().map(this::told).collect(Collectors.joining("\n")));
            new Properties()
                    .put("evidence", summary.code())
                    .put("kind", summary.kind().id())
                    .put("strength", summary.strength().code())
                    .put("recorded-at", summary.recordedAt())
                    .put("via", summary.via())
                    .into(observation);
            observation.put("methods", List.of(method(summary.strength())));
            observation.put("types", List.of("control-objective"));
            List<Map<String, Object>> origins = new ArrayList<>();
            origins.add(origin(summary.submittedName(), SUBMITTER));
            summary.confirmedBy().forEach(confirmer -> origins.add(origin(confirmer, CONFIRMER)));
            observation.put("origins", origins);
            observation.put("subjects", List.of(subject(maker)));
            observation.put("relevant-evidence", List.of(relevant(details)));
            observation.put("collected", time(summary.observedAt()));
            if (summary.validUntil() != null) {
                observation.put("expires", time(summary.validUntil()));
            }
            return observation;
        }

        private String observationId(Framework framework, UUID evidenceId) {
            return ids.of("observation", subjectId, framework.id(), evidenceId);
        }

        /** Question and answer in words, and whether a second person has confirmed it. */
        private String told(Fact fact) {
            FactEntry entry = entries.get(fact.id());
            String detail = entry == null || entry.detail().isBlank() ? "" : " (" + line(entry.detail()) + ")";
            return ui.t(
                    fact.isConfirmed() ? "oscal.fact.confirmed" : "oscal.fact",
                    words.question(fact.slot(), ui.locale(), itemNames),
                    words.value(fact.slot(), fact.value(), ui.locale(), itemNames) + detail);
        }

        private Map<String, Object> subject(String maker) {
            Map<String, Object> subject = new LinkedHashMap<>();
            subject.put("subject-uuid", component == null ? maker : Objects.requireNonNull(component.get("uuid")));
            subject.put("type", component == null ? "party" : "component");
            return subject;
        }

        private Map<String, Object> relevant(EvidenceDetails details) {
            EvidenceSummary summary = details.summary();
            StoredFile file = details.file();
            String id = ids.of("resource", summary.id());
            if (!resources.containsKey(id)) {
                resource(
                        id,
                        line(summary.code() + " " + summary.title().in(ui.locale())),
                        file == null ? ui.t("oscal.evidence.statement") : ui.t("oscal.evidence.file"),
                        new Properties().put("evidence", summary.code()).put("url", summary.url()));
                if (file != null) {
                    Map<String, Object> link = new LinkedHashMap<>();
                    link.put("href", "/evidence/" + summary.code() + "/file");
                    link.put("media-type", file.mediaType());
                    link.put("hashes", List.of(Map.of("algorithm", "SHA-256", "value", file.sha256())));
                    Objects.requireNonNull(resources.get(id)).put("rlinks", List.of(link));
                }
            }
            Map<String, Object> relevant = new LinkedHashMap<>();
            relevant.put("href", "#" + id);
            relevant.put("description", line(summary.title().in(ui.locale()) + " " + summary.place()));
            return relevant;
        }

        // Findings and risks

        /** @param risk null: nothing is open about it */
        private record Finding(
                Map<String, Object> body, @Nullable Map<String, Object> risk) {}

        private Finding finding(Framework framework, Requirement requirement, StoredVerdict verdict, Proof proof) {
            VerdictState state = verdict.state();
            VerdictState towards = verdict.towards();
            RequirementId id = requirement.id();
            String title = line(id.number() + " " + requirement.title().in(ui.locale()));
            String why = draft.of(requirement, state, towards, proof).in(ui.locale());
            String description = why.isBlank() ? ui.t("oscal.state." + state.code()) : why;
            // What is decided refers to what decides it; what is open, to all that was looked at.
            boolean decided = satisfied(state) || state == VerdictState.NOT_MET;
            List<Map<String, Object>> observed = (decided ? DecidingFacts.of(proof, state) : proof.facts())
                    .stream()
                            .map(Fact::evidence)
                            .distinct()
                            .map(one -> Map.<String, Object>of("observation-uuid", observationId(framework, one)))
                            .toList();
            Map<String, Object> status = new LinkedHashMap<>();
            status.put("state", satisfied(state) ? "satisfied" : "not-satisfied");
            status.put("reason", reason(state));
            status.put("remarks", ui.t("oscal.state." + state.code()));
            Map<String, Object> target = new LinkedHashMap<>();
            target.put("type", "objective-id");
            target.put("target-id", control(id));
            target.put("title", title);
            target.put("description", requirement.text().in(ui.locale()));
            target.put("status", status);
            if (state == VerdictState.NOT_APPLICABLE) {
                target.put("implementation-status", Map.of("state", "not-applicable"));
            }
            Map<String, Object> finding = new LinkedHashMap<>();
            finding.put("uuid", ids.of("finding", subjectId, id));
            finding.put("title", title);
            finding.put("description", description);
            new Properties()
                    .put("requirement", id)
                    .put("verdict", state.code())
                    .put("towards", towards == null ? null : towards.code())
                    .put("edition", verdict.edition())
                    .put("decided-at", verdict.decidedAt())
                    .put("since", verdict.since())
                    .put("changes-at", verdict.changesAt())
                    .put(
                            "weakest-strength",
                            verdict.ground().strength() == null
                                    ? null
                                    : verdict.ground().strength().code())
                    .into(finding);
            finding.put("target", target);
            putIfAny(finding, "related-observations", observed);
            NotAdopted.Decision decision = decisions.get(id);
            if (state != VerdictState.NOT_MET && decision == null) {
                return new Finding(finding, null);
            }
            Map<String, Object> risk = risk(requirement, title, description, verdict, decision);
            putIfAny(risk, "related-observations", observed);
            finding.put("related-risks", List.of(Map.of("risk-uuid", Objects.requireNonNull(risk.get("uuid")))));
            return new Finding(finding, risk);
        }

        private Map<String, Object> risk(
                Requirement requirement,
                String title,
                String description,
                StoredVerdict verdict,
                NotAdopted.@Nullable Decision decision) {
            Map<String, Object> risk = new LinkedHashMap<>();
            risk.put("uuid", ids.of("risk", subjectId, requirement.id()));
            risk.put("title", title);
            risk.put("description", description);
            risk.put("statement", requirement.text().in(ui.locale()));
            new Properties().put("verdict", verdict.state().code()).into(risk);
            risk.put("status", decision == null ? "open" : "deviation-approved");
            if (decision != null) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("uuid", ids.of("decision", decision.id()));
                entry.put("title", ui.t("oscal.not-adopted"));
                entry.put("description", decision.reason());
                entry.put("start", time(decision.at()));
                new Properties().put("until", decision.until()).into(entry);
                entry.put("logged-by", List.of(Map.of("party-uuid", person(decision.byName()))));
                entry.put("status-change", "deviation-approved");
                risk.put("risk-log", Map.of("entries", List.of(entry)));
            }
            return risk;
        }

        // What parts refer to

        private Map<String, Object> origin(String person, String role) {
            Map<String, Object> actor = new LinkedHashMap<>();
            actor.put("type", "party");
            actor.put("actor-uuid", person(person));
            actor.put("role-id", role);
            return Map.of("actors", List.of(actor));
        }

        private String person(String name) {
            String known = line(name);
            String id = ids.of("party", "person", known);
            parties.computeIfAbsent(id, _ -> {
                Map<String, Object> party = new LinkedHashMap<>();
                party.put("uuid", id);
                party.put("type", "person");
                if (!known.isEmpty()) {
                    party.put("name", known);
                }
                return party;
            });
            return id;
        }

        private String resource(String id, String title, String description, Properties properties) {
            Map<String, Object> resource = new LinkedHashMap<>();
            resource.put("uuid", id);
            resource.put("title", line(title));
            resource.put("description", description);
            properties.into(resource);
            resources.put(id, resource);
            return id;
        }

        private static Map<String, Object> role(String id, String title) {
            Map<String, Object> role = new LinkedHashMap<>();
            role.put("id", id);
            role.put("title", title);
            return role;
        }

        private static void putIfAny(Map<String, Object> object, String name, List<Map<String, Object>> all) {
            if (!all.isEmpty()) {
                object.put(name, all);
            }
        }

        private static String time(Instant instant) {
            return instant.truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }
}
