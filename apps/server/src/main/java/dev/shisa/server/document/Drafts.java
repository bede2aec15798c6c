package dev.shisa.server.document;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** From templates and answers to sections, and from sections to what they decide. What nobody answered is a gap. */
@Component
class Drafts {

    private final DocumentTemplates templates;
    private final ObjectProvider<DocumentDraft> proposals;
    private final ObjectProvider<DocumentDecides> others;
    private final Answers answers;
    private final EvidenceLog evidence;
    private final Catalogues catalogues;
    private final FactWords words;
    private final Products products;
    private final Settings settings;
    private final InstantSource clock;

    Drafts(
            DocumentTemplates templates,
            ObjectProvider<DocumentDraft> proposals,
            ObjectProvider<DocumentDecides> others,
            Answers answers,
            EvidenceLog evidence,
            Catalogues catalogues,
            FactWords words,
            Products products,
            Settings settings,
            InstantSource clock) {
        this.templates = templates;
        this.proposals = proposals;
        this.others = others;
        this.answers = answers;
        this.evidence = evidence;
        this.catalogues = catalogues;
        this.words = words;
        this.products = products;
        this.settings = settings;
        this.clock = clock;
    }

    /** What a document of a kind begins with, from the answers as they are now. */
    Content draft(DocumentKind kind, @Nullable Series series, Set<String> languages) {
        TreeMap<String, String> titles = new TreeMap<>();
        TreeMap<String, List<Section>> sections = new TreeMap<>();
        Known known = new Known(series);
        for (String language : languages) {
            Locale locale = Locale.forLanguageTag(language);
            titles.put(language, known.fill(templates.of(kind).title().in(locale), locale));
            sections.put(
                    language,
                    with(
                            sections(kind, known, locale),
                            proposals
                                    .orderedStream()
                                    .filter(p -> p.kind() == kind)
                                    .flatMap(p -> p.draft(series, locale).stream())
                                    .findFirst()
                                    .orElse(List.of())));
        }
        return new Content(titles, sections, List.of());
    }

    /** The template's sections, those that were proposed in the place of the ones that they stand for. */
    private static List<Section> with(List<Section> template, List<Section> proposed) {
        Map<String, Section> by = new LinkedHashMap<>();
        template.forEach(section -> by.put(section.id(), section));
        proposed.forEach(section -> by.put(section.id(), section));
        return List.copyOf(by.values());
    }

    private List<Section> sections(DocumentKind kind, Known known, Locale locale) {
        return templates.of(kind).sections().stream()
                .map(part -> new Section(part.id(), part.heading().in(locale), known.text(part, locale)))
                .toList();
    }

    /** What is answered of the organisation and, if it is about one, of a series. */
    private final class Known {

        private final @Nullable Series series;
        private final Map<Slot, FactEntry> facts;
        private final Map<String, String> items;

        Known(@Nullable Series series) {
            this.series = series;
            facts = new TreeMap<>();
            if (series == null) {
                evidence.entries(List.of(products.organisation())).stream()
                        .filter(FactEntry::isStanding)
                        .sorted(Comparator.comparing((FactEntry e) -> e.fact().strength())
                                .thenComparing(e -> e.fact().observedAt())
                                .thenComparing(e -> e.fact().id()))
                        .forEach(e -> facts.put(e.fact().slot(), e));
            } else {
                facts.putAll(answers.present(series));
            }
            facts.values().removeIf(e -> e.isExpired(clock.instant()));
            items = series == null ? Map.of() : products.itemNames(series.id());
        }

        String text(DocumentTemplates.Part part, Locale locale) {
            List<String> lines = new ArrayList<>();
            Set<String> asked = new LinkedHashSet<>();
            for (DocumentTemplates.Line line : part.lines()) {
                String when = line.when();
                if (when != null) {
                    String[] condition = when.split(" ", 3);
                    FactEntry entry = facts.get(Slot.of(condition[0], ""));
                    if (entry == null) {
                        // Asked once for all lines that depend on it.
                        if (asked.add(condition[0])) {
                            lines.add("- " + gap(condition[0], locale));
                        }
                        continue;
                    }
                    if (!holds(entry.fact().value(), condition[2])) {
                        continue;
                    }
                }
                lines.add(fill(line.in(locale), locale));
            }
            return String.join("\n", lines).strip();
        }

        private static boolean holds(Value value, String word) {
            return switch (value) {
                case Value.Words(SortedSet<String> members) -> members.contains(word);
                case Value.Word(String present) -> present.equals(word);
                case Value.Flag(boolean yes) -> Boolean.toString(yes).equals(word);
                case Value.Whole _, Value.Day _ -> false;
            };
        }

        String fill(String text, Locale locale) {
            return DocumentTemplates.fill(text, (how, what) -> switch (how) {
                case "!", "?" -> Marks.gap(what, locale.getLanguage());
                case "fact:" -> value(what, locale);
                case "items:" -> list(what, locale);
                default -> named(what);
            });
        }

        private String named(String what) {
            return switch (what) {
                case "organisation" -> settings.organisationName();
                case "product" -> series == null ? "" : series.name();
                case "models" ->
                    series == null
                            ? ""
                            : products.models(series.id()).stream()
                                    .map(Model::number)
                                    .collect(Collectors.joining(", "));
                default -> throw new IllegalArgumentException("no placeholder " + what);
            };
        }

        private String value(String key, Locale locale) {
            FactEntry entry = facts.get(Slot.of(key, ""));
            return entry == null
                    ? gap(key, locale)
                    : words.value(entry.fact().slot(), entry.fact().value(), locale, items);
        }

        private String list(String key, Locale locale) {
            FactEntry entry = facts.get(Slot.of(key, ""));
            if (entry != null
                    && entry.fact().value() instanceof Value.Words(SortedSet<String> members)
                    && !members.isEmpty()) {
                return members.stream()
                        .map(code -> "- " + items.getOrDefault(code, code))
                        .collect(Collectors.joining("\n"));
            }
            return "- " + value(key, locale);
        }

        private String gap(String key, Locale locale) {
            return Marks.gap(words.question(Slot.of(key, ""), locale, Map.of()), locale.getLanguage());
        }
    }

    /** The question that a gap stands for; empty: it is filled in the text. */
    Optional<FactDefinition> asks(String label, String language) {
        Locale locale = Locale.forLanguageTag(language);
        return catalogues.current().vocabulary().facts().stream()
                .filter(d ->
                        Marks.gaps(Marks.gap(d.question().in(locale), language)).contains(label))
                .findFirst();
    }

    /**
     * What a version says about confirmed questions: of each section that is filled in every language and of which nothing was
     * struck that it could not do without.
     */
    List<Decided> decided(Document document, Version version) {
        DocumentTemplates.Template template = templates.of(document.kind());
        Content content = version.revision().content();
        Revision.About about = version.revision().about();
        TreeMap<String, Claims> claims = new TreeMap<>();
        for (DocumentTemplates.Claim claim : template.decides()) {
            claims.computeIfAbsent(claim.key(), k -> new Claims()).add(claim, about);
        }
        for (DocumentTemplates.Part part : template.sections()) {
            if (isFilled(part, content)) {
                for (DocumentTemplates.Claim claim : part.claims()) {
                    claims.computeIfAbsent(claim.key(), k -> new Claims()).add(claim, about);
                }
            }
        }
        String name = content.title(Locale.JAPANESE) + " " + version.number();
        String detail = about.address().isBlank() ? name : name + "\n" + about.address();
        List<Decided> decided = new ArrayList<>();
        claims.forEach((key, claim) -> {
            Value value = claim.value();
            if (value != null) {
                decided.add(new Decided(Slot.of(key, ""), value, detail));
            }
        });
        others.orderedStream()
                .filter(o -> o.kind() == document.kind())
                .forEach(o -> decided.addAll(o.of(document, version)));
        return decided;
    }

    private static boolean isFilled(DocumentTemplates.Part part, Content content) {
        if (content.languages().isEmpty()) {
            return false;
        }
        Set<String> optional = part.optional();
        boolean struck =
                content.struck().stream().anyMatch(s -> s.section().equals(part.id()) && !optional.contains(s.label()));
        return !struck
                && content.languages().values().stream()
                        .allMatch(sections -> sections.stream()
                                .anyMatch(s -> s.id().equals(part.id())
                                        && !s.text().isBlank()
                                        && Marks.gaps(s.text()).isEmpty()));
    }

    /** What several sections say about one question. */
    private static final class Claims {

        private final SortedSet<String> members = new TreeSet<>();
        private @Nullable String single;

        void add(DocumentTemplates.Claim claim, Revision.About about) {
            String from = claim.fromPlace() == null ? null : claim.fromPlace().get(about.place());
            if (claim.word() != null) {
                members.add(claim.word());
            } else if (from != null && Boolean.TRUE.equals(claim.words())) {
                members.add(from);
            } else if (from != null) {
                single = from;
            } else if (claim.value() != null) {
                single = claim.value();
            }
        }

        @Nullable
        Value value() {
            return single != null ? Value.word(single) : members.isEmpty() ? null : Value.words(members);
        }
    }
}
