package dev.shisa.server.document;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Value;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.settings.OrganisationName;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** From templates and answers to sections, and from sections to what they decide. What nobody answered is a gap. */
@Component
class Drafts {

    /** What the list of a register says when none of its items is meant. */
    private static final Text NONE = new Text("該当する情報はありません。", "There is none.");

    /** Questions about single items that templates ask. */
    private static final Set<String> OF_ITEMS = Set.of("asset.class", "asset.stored");

    private final DocumentTemplates templates;
    private final ObjectProvider<DocumentDraft> proposals;
    private final ObjectProvider<DocumentDecides> others;
    private final ObjectProvider<KnownValues> registers;
    private final Answers answers;
    private final EvidenceLog evidence;
    private final Catalogues catalogues;
    private final FactWords words;
    private final Products products;
    private final OrganisationName organisation;
    private final InstantSource clock;

    Drafts(
            DocumentTemplates templates,
            ObjectProvider<DocumentDraft> proposals,
            ObjectProvider<DocumentDecides> others,
            ObjectProvider<KnownValues> registers,
            Answers answers,
            EvidenceLog evidence,
            Catalogues catalogues,
            FactWords words,
            Products products,
            OrganisationName organisation,
            InstantSource clock) {
        this.templates = templates;
        this.proposals = proposals;
        this.others = others;
        this.registers = registers;
        this.answers = answers;
        this.evidence = evidence;
        this.catalogues = catalogues;
        this.words = words;
        this.products = products;
        this.organisation = organisation;
        this.clock = clock;
    }

    /** What a document of a kind begins with, from the answers as they are now. */
    Content draft(DocumentKind kind, @Nullable Series series, Set<String> languages) {
        TreeMap<String, String> titles = new TreeMap<>();
        TreeMap<String, List<Section>> sections = new TreeMap<>();
        Known known = new Known(kind, series);
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

    // What registers and rules say

    /** What registers and rules say of what the template of a kind asks them for, by key. */
    SortedMap<String, KnownValue> known(DocumentKind kind) {
        return known(templates.of(kind).known());
    }

    private SortedMap<String, KnownValue> known(Set<String> keys) {
        TreeMap<String, KnownValue> known = new TreeMap<>();
        registers.orderedStream().forEach(register -> {
            Set<String> own = new TreeSet<>(register.keys());
            own.retainAll(keys);
            if (!own.isEmpty()) {
                known.putAll(register.values(own));
            }
        });
        return known;
    }

    List<DocumentKind> asking(Set<String> known) {
        return templates.asking(known);
    }

    /** Kinds whose texts may promise days of which there is a rule. */
    List<DocumentKind> promising() {
        return Arrays.stream(DocumentKind.values())
                .filter(kind -> known(kind).values().stream().anyMatch(value -> value.days() != null))
                .toList();
    }

    /** What a content promises in days of which there is a rule. */
    List<Promises.Promise> promises(DocumentKind kind, Content content) {
        Map<String, KnownValue> known = known(kind);
        return known.values().stream().allMatch(value -> value.days() == null)
                ? List.of()
                : Promises.of(templates.of(kind), content, key -> Objects.requireNonNull(known.get(key)));
    }

    /** Where it is entered what a gap stands for; empty: it is filled in the text. */
    Optional<KnownValue> enters(DocumentKind kind, String label, String language) {
        return templates.of(kind).sections().stream()
                .flatMap(part -> part.asked(Locale.forLanguageTag(language)))
                .filter(asked -> isMark(asked.label(), label, language))
                .flatMap(asked -> known(Set.of(asked.key())).values().stream())
                .findFirst();
    }

    /** A mark holds its label without the signs that would end it. */
    private static boolean isMark(String asked, String label, String language) {
        return Marks.gaps(Marks.gap(asked, language)).contains(label);
    }

    /** What is answered of the organisation and, if it is about one, of a series. */
    private final class Known {

        private final @Nullable Series series;
        private final Map<Slot, FactEntry> facts;
        private final Map<String, String> items;
        private final Map<String, KnownValue> registered;

        Known(DocumentKind kind, @Nullable Series series) {
            this.series = series;
            registered = Drafts.this.known(kind);
            facts = new TreeMap<>();
            if (series == null) {
                evidence.entries(List.of(products.organisation())).stream()
                        .filter(FactEntry::isStanding)
                        .collect(Collectors.groupingBy(e -> e.fact().slot()))
                        .forEach((slot, standing) -> FactEntry.leading(standing, clock.instant())
                                .ifPresent(leader -> facts.put(slot, leader)));
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
                case DocumentTemplates.KNOWN -> known(DocumentTemplates.Asked.parse(what), locale);
                default -> named(what, locale);
            });
        }

        private KnownValue registered(String key) {
            return Objects.requireNonNull(registered.get(key), key);
        }

        private String known(DocumentTemplates.Asked asked, Locale locale) {
            KnownValue value = registered(asked.key());
            String language = locale.getLanguage();
            return value.isThere() ? value.in(language) : Marks.gap(asked.label(), language);
        }

        private String named(String what, Locale locale) {
            return switch (what) {
                case "organisation" -> organisation.in(locale);
                case "product" -> series == null ? "" : series.name(locale.getLanguage());
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

        private String list(String what, Locale locale) {
            DocumentTemplates.Items list = DocumentTemplates.Items.parse(what);
            FactEntry entry = facts.get(Slot.of(list.key(), ""));
            if (entry == null
                    || !(entry.fact().value() instanceof Value.Words(SortedSet<String> members))
                    || members.isEmpty()) {
                return "- " + value(list.key(), locale);
            }
            List<String> lines = members.stream()
                    .flatMap(code -> item(list, code, locale).stream())
                    .toList();
            return lines.isEmpty() ? "- " + NONE.in(locale) : String.join("\n", lines);
        }

        /** The line of one item; empty: it is none of those that are meant. */
        private Optional<String> item(DocumentTemplates.Items list, String code, Locale locale) {
            String by = list.by();
            if (by != null) {
                FactEntry entry = facts.get(Slot.of(by, code));
                if (entry == null) {
                    return Optional.of("- " + gap(Slot.of(by, code), locale));
                }
                if (list.words().stream().noneMatch(word -> holds(entry.fact().value(), word))) {
                    return Optional.empty();
                }
            }
            return Optional.of("- " + items.getOrDefault(code, code));
        }

        private String gap(String key, Locale locale) {
            return gap(Slot.of(key, ""), locale);
        }

        private String gap(Slot slot, Locale locale) {
            return Marks.gap(words.question(slot, locale, items), locale.getLanguage());
        }

        // What a text rests on

        /** What the template of a kind takes from the answers, as it is now. */
        Basis basis(DocumentKind kind) {
            TreeMap<String, Basis.Said> said = new TreeMap<>();
            for (DocumentTemplates.Part part : templates.of(kind).sections()) {
                for (DocumentTemplates.Line line : part.lines()) {
                    String when = line.when();
                    if (when != null) {
                        String key = when.split(" ", 3)[0];
                        said.put(Basis.WHEN + key, said(key));
                    }
                    said(line.ja(), said);
                }
            }
            said(templates.of(kind).title().ja(), said);
            return new Basis(said);
        }

        private void said(String text, Map<String, Basis.Said> said) {
            DocumentTemplates.PLACEHOLDER.matcher(text).results().forEach(m -> {
                String how = m.group(1) == null ? "" : m.group(1);
                String what = m.group(2).strip();
                switch (how) {
                    case "fact:" -> said.put(Basis.FACT + what, said(what));
                    case "items:" -> said.put(Basis.ITEMS + what, listed(what));
                    case DocumentTemplates.KNOWN -> {
                        String key = DocumentTemplates.Asked.parse(what).key();
                        said.put(Basis.KNOWN + key, registered(key).said());
                    }
                    case "" -> {
                        said.put(what, Basis.Said.of(named(what, Locale.JAPANESE)));
                        if (what.equals("organisation") || what.equals("product")) {
                            said.put(what + Basis.IN_ENGLISH, Basis.Said.of(named(what, Locale.ENGLISH)));
                        }
                    }
                    default -> {
                        // A gap takes nothing from the answers.
                    }
                }
            });
        }

        private Basis.Said said(String key) {
            FactEntry entry = facts.get(Slot.of(key, ""));
            return entry == null
                    ? Basis.Said.NOTHING
                    : new Basis.Said(
                            entry.fact().value().canonical(),
                            words.value(entry.fact().slot(), entry.fact().value(), Locale.JAPANESE, items),
                            words.value(entry.fact().slot(), entry.fact().value(), Locale.ENGLISH, items));
        }

        /** Names are what the text says, so a name that changes is a change. */
        private Basis.Said listed(String what) {
            DocumentTemplates.Items list = DocumentTemplates.Items.parse(what);
            FactEntry entry = facts.get(Slot.of(list.key(), ""));
            if (entry == null || !(entry.fact().value() instanceof Value.Words(SortedSet<String> members))) {
                return Basis.Said.NOTHING;
            }
            String names = members.stream()
                    .filter(code -> list.by() == null || isMeant(list, code))
                    .map(code -> items.getOrDefault(code, code))
                    .collect(Collectors.joining(", "));
            String by = list.by();
            boolean open = by != null && members.stream().anyMatch(code -> !facts.containsKey(Slot.of(by, code)));
            return names.isEmpty() && open ? Basis.Said.NOTHING : Basis.Said.of(names.isEmpty() ? "–" : names);
        }

        private boolean isMeant(DocumentTemplates.Items list, String code) {
            FactEntry entry = facts.get(Slot.of(Objects.requireNonNull(list.by()), code));
            return entry != null
                    && list.words().stream().anyMatch(word -> holds(entry.fact().value(), word));
        }

        // Taking over

        /** What stands in the place of the gaps that answers have filled since. */
        String filled(
                String text, DocumentTemplates.@Nullable Part part, Locale locale, Set<Slot> taken, Set<String> known) {
            List<String> lines = new ArrayList<>();
            for (String line : text.lines().toList()) {
                filledLine(part == null ? line : filledByRegisters(line, part, locale, known), part, locale, taken)
                        .ifPresent(lines::add);
            }
            return String.join("\n", lines).strip();
        }

        private String filledByRegisters(String line, DocumentTemplates.Part part, Locale locale, Set<String> known) {
            String changed = line;
            for (String label : Marks.gaps(line)) {
                Optional<DocumentTemplates.Asked> asked = part.asked(locale)
                        .filter(a -> isMark(a.label(), label, locale.getLanguage()))
                        .findFirst();
                if (asked.isPresent() && registered(asked.get().key()).isThere()) {
                    known.add(asked.get().key());
                    changed = changed.replace(Marks.gap(label, locale.getLanguage()), known(asked.get(), locale));
                }
            }
            return changed;
        }

        private Optional<String> filledLine(
                String line, DocumentTemplates.@Nullable Part part, Locale locale, Set<Slot> taken) {
            String changed = line;
            for (String label : Marks.gaps(line)) {
                Slot slot = asks(label, locale.getLanguage(), items).orElse(null);
                FactEntry entry = slot == null ? null : facts.get(slot);
                if (slot == null || entry == null) {
                    continue;
                }
                taken.add(slot);
                String mark = Marks.gap(label, locale.getLanguage());
                if (part != null && line.strip().equals("- " + mark)) {
                    Optional<String> instead = instead(part, slot, locale);
                    if (instead.isPresent()) {
                        return instead.filter(lines -> !lines.isEmpty());
                    }
                }
                changed = changed.replace(mark, value(slot, entry, locale));
            }
            return Optional.of(changed);
        }

        /** The lines that a whole line asked for; empty: the line asked for a value only. */
        private Optional<String> instead(DocumentTemplates.Part part, Slot slot, Locale locale) {
            String key = slot.key().value();
            FactEntry entry = Objects.requireNonNull(facts.get(slot));
            if (!slot.item().isEmpty()) {
                return lists(part)
                        .filter(list -> key.equals(list.by()))
                        .map(list -> item(list, slot.item(), locale).orElse(""))
                        .findFirst();
            }
            Optional<String> list = lists(part, key).map(what -> list(what, locale));
            if (list.isPresent()) {
                return list;
            }
            List<DocumentTemplates.Line> conditional = part.lines().stream()
                    .filter(l -> l.when() != null && l.when().split(" ", 3)[0].equals(key))
                    .toList();
            return conditional.isEmpty()
                    ? Optional.empty()
                    : Optional.of(conditional.stream()
                            .filter(l -> holds(
                                    entry.fact().value(),
                                    Objects.requireNonNull(l.when()).split(" ", 3)[2]))
                            .map(l -> fill(l.in(locale), locale))
                            .collect(Collectors.joining("\n")));
        }

        private String value(Slot slot, FactEntry entry, Locale locale) {
            return words.value(slot, entry.fact().value(), locale, items);
        }
    }

    private static Stream<DocumentTemplates.Items> lists(DocumentTemplates.Part part) {
        return part.lines().stream()
                .flatMap(
                        line -> DocumentTemplates.PLACEHOLDER.matcher(line.ja()).results())
                .filter(m -> Objects.equals(m.group(1), "items:"))
                .map(m -> DocumentTemplates.Items.parse(m.group(2).strip()));
    }

    private static Optional<String> lists(DocumentTemplates.Part part, String key) {
        return part.lines().stream()
                .flatMap(
                        line -> DocumentTemplates.PLACEHOLDER.matcher(line.ja()).results())
                .filter(m -> Objects.equals(m.group(1), "items:"))
                .map(m -> m.group(2).strip())
                .filter(what -> DocumentTemplates.Items.parse(what).key().equals(key))
                .findFirst();
    }

    /** The question that a gap stands for; empty: it is filled in the text. */
    Optional<Slot> asks(String label, String language, @Nullable Series series) {
        return asks(label, language, series == null ? Map.of() : products.itemNames(series.id()));
    }

    private Optional<Slot> asks(String label, String language, Map<String, String> items) {
        Locale locale = Locale.forLanguageTag(language);
        Optional<Slot> plain = catalogues.current().vocabulary().facts().stream()
                .filter(d ->
                        Marks.gaps(Marks.gap(d.question().in(locale), language)).contains(label))
                .map(d -> Slot.of(d.key().value(), ""))
                .findFirst();
        return plain.or(() -> OF_ITEMS.stream()
                .flatMap(key -> items.keySet().stream().map(code -> Slot.of(key, code)))
                .filter(slot -> Marks.gaps(Marks.gap(words.question(slot, locale, items), language))
                        .contains(label))
                .findFirst());
    }

    /** What a document's template takes from the answers, as they are now. */
    Basis basis(DocumentKind kind, @Nullable Series series) {
        Basis basis = new Known(kind, series).basis(kind);
        return proposals
                .orderedStream()
                .filter(p -> p.kind() == kind)
                .flatMap(p -> p.basis(series).stream())
                .findFirst()
                .map(said -> basis.with(Basis.DRAFT, Basis.Said.of(said)))
                .orElse(basis);
    }

    /**
     * A content in which the gaps that answers have filled since are filled.
     *
     * @param slots the questions whose answers were taken over
     * @param known what was taken over from registers and rules
     */
    record Answered(Content content, Set<Slot> slots, Set<String> known) {

        int count() {
            return slots.size() + known.size();
        }
    }

    /** Takes the answers that there are now into the gaps that asked for them. */
    Answered answered(DocumentKind kind, @Nullable Series series, Content content) {
        Known known = new Known(kind, series);
        DocumentTemplates.Template template = templates.of(kind);
        Set<Slot> taken = new TreeSet<>();
        Set<String> entered = new TreeSet<>();
        Content changed = content;
        for (Map.Entry<String, List<Section>> language : content.languages().entrySet()) {
            Locale locale = Locale.forLanguageTag(language.getKey());
            List<Section> sections = language.getValue().stream()
                    .map(s -> Marks.gaps(s.text()).isEmpty()
                            ? s
                            : new Section(
                                    s.id(),
                                    s.heading(),
                                    known.filled(s.text(), template.part(s.id()).orElse(null), locale, taken, entered)))
                    .toList();
            changed = changed.with(language.getKey(), content.titles().getOrDefault(language.getKey(), ""), sections);
        }
        return new Answered(changed, taken, entered);
    }

    /** The same content with another language: the sections that it has, as the template has them; the rest is to be written. */
    Content withLanguage(DocumentKind kind, @Nullable Series series, Content content, String language) {
        Content drafted = draft(kind, series, Set.of(language));
        Map<String, Section> by =
                drafted.sections(language).stream().collect(Collectors.toMap(Section::id, s -> s, (a, b) -> a));
        List<Section> sections = content.languages().values().stream().findFirst().orElse(List.of()).stream()
                .map(s -> {
                    Section of = by.get(s.id());
                    return of != null ? of : new Section(s.id(), s.heading(), Marks.gap(s.heading(), language));
                })
                .toList();
        return content.with(language, drafted.titles().getOrDefault(language, ""), sections);
    }

    /**
     * What a version says about confirmed questions: of each section that is filled in every language and of which nothing was
     * struck that it could not do without; and as a whole, while no section is {@link #missing}.
     */
    List<Decided> decided(Document document, Version version) {
        DocumentTemplates.Template template = templates.of(document.kind());
        Content content = version.revision().content();
        Revision.About about = version.revision().about();
        TreeMap<String, Claims> claims = new TreeMap<>();
        if (missing(document.kind(), content).isEmpty()) {
            for (DocumentTemplates.Claim claim : template.decides()) {
                claims.computeIfAbsent(claim.key(), k -> new Claims()).add(claim, about);
            }
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

    /**
     * The sections that keep a document from deciding anything as a whole, since they are not there, not filled or struck: all
     * that somebody has to fill; or, where sections decide by themselves, these, as long as not one of them is filled.
     */
    List<DocumentTemplates.Part> missing(DocumentKind kind, Content content) {
        DocumentTemplates.Template template = templates.of(kind);
        if (template.decides().isEmpty()) {
            return List.of();
        }
        List<DocumentTemplates.Part> deciding = template.sections().stream()
                .filter(part -> !part.claims().isEmpty())
                .toList();
        if (!deciding.isEmpty()) {
            return deciding.stream().anyMatch(part -> isFilled(part, content)) ? List.of() : deciding;
        }
        return template.sections().stream()
                .filter(part -> part.isToBeFilled() && !isFilled(part, content))
                .toList();
    }

    /**
     * What a content speaks of, by the keys of what the lines of its template say, with the heading of the section. A line counts while
     * its section is filled in every language and what was written after its lead is there, so what was struck or taken out does not.
     */
    SortedMap<String, String> spoken(DocumentKind kind, Content content, Locale locale) {
        TreeMap<String, String> spoken = new TreeMap<>();
        for (DocumentTemplates.Part part : templates.of(kind).sections()) {
            for (DocumentTemplates.Line line : part.lines()) {
                if (!line.contents().isEmpty() && isSaid(part, line, content)) {
                    String heading = content.sections(content.language(locale)).stream()
                            .filter(s -> s.id().equals(part.id()))
                            .map(Section::heading)
                            .findFirst()
                            .orElse("");
                    line.contents().forEach(key -> spoken.put(key, heading));
                }
            }
        }
        return spoken;
    }

    private static boolean isSaid(DocumentTemplates.Part part, DocumentTemplates.Line line, Content content) {
        return !content.languages().isEmpty()
                && content.languages().entrySet().stream()
                        .allMatch(language -> language.getValue().stream()
                                .anyMatch(s -> s.id().equals(part.id())
                                        && Marks.gaps(s.text()).isEmpty()
                                        && Marks.continues(
                                                s.text(), line.lead(Locale.forLanguageTag(language.getKey())))));
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
