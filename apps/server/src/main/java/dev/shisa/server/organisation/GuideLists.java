package dev.shisa.server.organisation;

import dev.shisa.conformity.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the guides list for the company to fill in, as the catalogue has it.
 *
 * @param roles those of guide 002, measure 2, by the words of {@code roles.assigned}
 * @param parties departments and outside parties of guide 002, measure 2
 * @param controls the five principles of guide 004, guideline 3, what else is to be considered about misuse and mistakes,
 *     and the development environment of guide 002, measure 4
 * @param services of an incident response team, as somebody entered them from the guide, whose text lacks them
 * @param ways to make up for missing people or knowledge, by the words of {@code resources.considered}
 * @param contents what a policy may hold
 * @param activities names for a first table of who does what
 */
record GuideLists(
        List<Item> roles,
        List<PartyItem> parties,
        List<Item> controls,
        List<Item> services,
        List<Item> ways,
        List<ContentItem> contents,
        List<Activity> activities) {

    /** One thing of a list. */
    record Item(String key, Text name, Text about) {}

    /**
     * A party of the guide's table.
     *
     * @param marks {@code must}, {@code may} or {@code no} by column, as far as the text or a person who has the guide
     *     tells them
     * @param printed the marks in the order in which the text prints them, whose columns it does not tell
     */
    record PartyItem(String key, Text name, boolean inside, Map<String, String> marks, String printed) {

        PartyItem {
            marks = Map.copyOf(marks);
        }
    }

    /**
     * Something that a policy may speak of.
     *
     * @param fact key of the fact whose value then holds {@code word}; empty: none does
     * @param group which list it is from: {@code items}, {@code contents}, {@code covers}, {@code iot} or {@code basis}
     */
    record ContentItem(String key, Text name, String group, String fact, String word) {}

    /** Something that is done, and whether it is in an emergency. */
    record Activity(Text name, boolean emergency) {}

    /** The questions of which somebody sees in the policy what it says; each group of contents is named by the last word. */
    static final List<String> SEEN = List.of("policy.covers", "policy.iot", "policy.basis");

    /** The four columns of the table of parties. */
    static final List<String> COLUMNS = List.of("policy", "development", "normal", "emergency");

    /** The five principles; each needs its decision. */
    static final int PRINCIPLES = 5;

    GuideLists {
        roles = List.copyOf(roles);
        parties = List.copyOf(parties);
        controls = List.copyOf(controls);
        services = List.copyOf(services);
        ways = List.copyOf(ways);
        contents = List.copyOf(contents);
        activities = List.copyOf(activities);
    }

    /** The marks of a party's columns in their order, as the text prints them: only those that are there. */
    static String printed(Map<String, String> marks) {
        StringBuilder printed = new StringBuilder();
        Map<String, String> signs = new LinkedHashMap<>(Map.of("must", "○", "may", "△"));
        COLUMNS.forEach(column -> printed.append(signs.getOrDefault(marks.getOrDefault(column, ""), "")));
        return printed.toString();
    }
}
