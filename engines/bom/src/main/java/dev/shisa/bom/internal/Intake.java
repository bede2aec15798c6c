package dev.shisa.bom.internal;

import dev.shisa.bom.Bom;
import dev.shisa.bom.BomFormat;
import dev.shisa.bom.Component;
import dev.shisa.bom.Problem;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a reader has taken so far; at the end the checks that need the whole list. */
final class Intake {

    /** Three times the largest list of a device that we know of; each costs about a kilobyte of a server's 384 MB. */
    static final int COMPONENTS_MAX = 150_000;

    static final int DEPENDENCIES_MAX = 500_000;

    /** Names and versions of real components have some hundred characters; every page that shows them shows them whole. */
    static final int TEXT_CHARS_MAX = 1_000;

    final BomFormat format;
    String specVersion = "";
    String serial = "";
    String created = "";
    final List<String> authors = new ArrayList<>();
    final List<String> tools = new ArrayList<>();

    @Nullable
    Component subject;

    private final List<Component> components = new ArrayList<>();
    private final Set<String> refs = new HashSet<>();
    private final Set<String> otherRefs = new HashSet<>();
    private final Map<String, Set<String>> dependencies = new LinkedHashMap<>();
    private final Map<String, String> dependencyPlaces = new HashMap<>();
    private int dependencyCount;
    private final List<Problem> problems = new ArrayList<>();
    private int problemCount;
    private boolean hasError;
    private boolean lossy;

    Intake(BomFormat format) {
        this.format = format;
    }

    void problem(Problem problem) {
        problem(problem, Harmless.is(problem));
    }

    /** @param harmless whether no component is lost or changed by it */
    void problem(Problem problem, boolean harmless) {
        problemCount++;
        lossy |= !harmless;
        boolean error = problem.kind().severity() == Problem.Severity.ERROR;
        if (problems.size() == Reading.PROBLEMS_MAX && error && !hasError) {
            // The list is judged by it, however much was noted before.
            makeRoom();
        }
        hasError |= error;
        if (problems.size() < Reading.PROBLEMS_MAX) {
            problems.add(problem);
        }
    }

    /** Leaves out the last of what is no error. */
    private void makeRoom() {
        for (int i = problems.size() - 1; i >= 0; i--) {
            Problem one = problems.get(i);
            if (one.kind().severity() != Problem.Severity.ERROR && one.kind() != Kind.INCOMPLETE) {
                problems.remove(i);
                return;
            }
        }
        problems.removeLast();
    }

    /** Notes, once, that the file says of itself that it does not name everything; before all else, so that it is always told. */
    void incomplete(String place, String words) {
        if (problems.stream().anyMatch(p -> p.kind() == Kind.INCOMPLETE)) {
            return;
        }
        problemCount++;
        if (problems.size() == Reading.PROBLEMS_MAX) {
            makeRoom();
        }
        problems.addFirst(Problem.at(place, Kind.INCOMPLETE, words));
    }

    /** What a composition of CycloneDX says of a part of the list; {@code unknown} says nothing against it. */
    void composition(String aggregate, String place) {
        if (aggregate.startsWith("incomplete")) {
            incomplete(place, aggregate);
        }
    }

    /** Takes over what was told about one of several files. */
    void problemsOf(String file, Intake other) {
        for (Problem problem : other.problems) {
            problem(new Problem(problem.kind(), file + ": " + problem.place(), problem.arguments()), true);
        }
        lossy |= other.lossy;
        problemCount += other.problemCount - other.problems.size();
    }

    void problem(String place, Kind kind, String... arguments) {
        problem(Problem.at(place, kind, arguments));
    }

    /** A ref of something that is no component (service, file, the document) but may be depended on. */
    void otherRef(String ref) {
        otherRefs.add(ref);
    }

    /** Takes a component with the ref that it has or gets; false when there are too many. One without a name, or with texts that are none, is left out. */
    boolean add(Draft draft) {
        if (components.size() == COMPONENTS_MAX) {
            problem(draft.place, Kind.TOO_MANY, Integer.toString(COMPONENTS_MAX), "components");
            return false;
        }
        if (draft.name.isBlank() && !draft.hasIdentifier()) {
            problem(draft.place, Kind.NO_NAME);
            return true;
        }
        if (isTooLong(draft)) {
            return true;
        }
        if (draft.name.isBlank()) {
            problem(draft.place, Kind.MISSING, "name");
        }
        draft.brokenPurls().forEach(text -> noIdentifier(draft, "package URL", text));
        draft.brokenCpes().forEach(text -> noIdentifier(draft, "CPE name", text));
        name(draft);
        components.add(draft.component());
        return true;
    }

    /** What has no other identifier is told not to be looked up; with one it would seem to be looked up in everything. */
    private void noIdentifier(Draft draft, String kind, String text) {
        problem(Problem.at(draft.place, Kind.NO_IDENTIFIER, kind, text), !draft.hasSoundIdentifier());
    }

    private boolean isTooLong(Draft draft) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", draft.name);
        texts.put("version", draft.version);
        texts.put("group", draft.group);
        texts.put("ref", draft.ref);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            int length = text.getValue().length();
            if (length > TEXT_CHARS_MAX) {
                problem(
                        draft.place,
                        Kind.TOO_LONG,
                        text.getKey(),
                        Integer.toString(length),
                        Integer.toString(TEXT_CHARS_MAX));
                return true;
            }
        }
        return false;
    }

    void subject(Draft draft) {
        if (isTooLong(draft)) {
            return;
        }
        name(draft);
        subject = draft.component();
    }

    private void name(Draft draft) {
        if (draft.ref.isEmpty()) {
            draft.ref = "#" + draft.place;
            refs.add(draft.ref);
        } else if (!refs.add(draft.ref)) {
            problem(draft.place, Kind.DUPLICATE_REF, draft.ref);
            draft.ref = draft.ref + "#" + draft.place;
            refs.add(draft.ref);
        }
    }

    /** Notes that {@code ref} says what it needs, even if that is nothing. */
    void dependsOnNothingYet(String ref, String place) {
        dependencies.computeIfAbsent(ref, _ -> new LinkedHashSet<>());
        dependencyPlaces.putIfAbsent(ref, place);
    }

    void dependency(String ref, String needed, String place) {
        if (dependencyCount++ == DEPENDENCIES_MAX) {
            problem(place, Kind.TOO_MANY, Integer.toString(DEPENDENCIES_MAX), "dependencies");
        }
        if (dependencyCount <= DEPENDENCIES_MAX) {
            dependsOnNothingYet(ref, place);
            dependencies.getOrDefault(ref, Set.of()).add(needed);
        }
    }

    Reading done() {
        Map<String, List<String>> sound = new LinkedHashMap<>();
        dependencies.forEach((ref, needed) -> {
            String place = dependencyPlaces.getOrDefault(ref, "/");
            List<String> known = new ArrayList<>();
            for (String other : needed) {
                if (refs.contains(other) || otherRefs.contains(other)) {
                    known.add(other);
                } else {
                    problem(place, Kind.DANGLING_REF, other);
                }
            }
            if (refs.contains(ref) || otherRefs.contains(ref)) {
                sound.put(ref, known);
            } else {
                problem(place, Kind.DANGLING_REF, ref);
            }
        });
        circle(sound);
        tellDuplicates();
        Bom bom = new Bom(format, specVersion, serial, created, authors, tools, subject, components, sound);
        return new Reading.Taken(bom, problems, problemCount, lossy);
    }

    /** Both entries stay, each with its ref: matching makes one finding with two locations of them. */
    private void tellDuplicates() {
        Set<String> seen = new HashSet<>();
        for (Component component : components) {
            if (!seen.add(component.identity() + "\n" + component.title() + "\n" + component.version())) {
                problem(component.place(), Kind.DUPLICATE_COMPONENT, component.title());
            }
        }
    }

    /** Names one ref on a circle of dependencies, if there is one; no recursion, the graph is the file's. */
    private void circle(Map<String, List<String>> graph) {
        Map<String, Integer> waiting = new HashMap<>();
        Map<String, List<String>> needing = new HashMap<>();
        graph.forEach((ref, needed) -> {
            waiting.merge(ref, needed.size(), Integer::sum);
            for (String other : needed) {
                waiting.putIfAbsent(other, 0);
                needing.computeIfAbsent(other, _ -> new ArrayList<>()).add(ref);
            }
        });
        List<String> free = new ArrayList<>();
        waiting.forEach((ref, count) -> {
            if (count == 0) {
                free.add(ref);
            }
        });
        int settled = 0;
        while (!free.isEmpty()) {
            String ref = free.removeLast();
            settled++;
            for (String other : needing.getOrDefault(ref, List.of())) {
                if (waiting.merge(other, -1, Integer::sum) == 0) {
                    free.add(other);
                }
            }
        }
        if (settled < waiting.size()) {
            waiting.entrySet().stream()
                    .filter(e -> e.getValue() > 0)
                    .map(Map.Entry::getKey)
                    .min(String::compareTo)
                    .ifPresent(ref -> problem(dependencyPlaces.getOrDefault(ref, "/"), Kind.CYCLE, ref));
        }
    }
}
