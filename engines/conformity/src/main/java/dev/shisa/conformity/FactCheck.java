package dev.shisa.conformity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;

/** Whether a value fits the definition of the key that it is to be recorded under. */
final class FactCheck {

    private FactCheck() {}

    static List<Refusal> check(FactDefinition definition, Slot slot, Value value) {
        List<Refusal> refusals = new ArrayList<>();
        if (definition.of() != null && slot.item().isEmpty()) {
            refusals.add(new Refusal(
                    slot, Refusal.Reason.ITEM_MISSING, slot.key() + " is about one item of " + definition.of()));
        }
        if (definition.of() == null && !slot.item().isEmpty()) {
            refusals.add(new Refusal(slot, Refusal.Reason.ITEM_UNEXPECTED, slot.key() + " is not about an item"));
        }
        if (value.type() != definition.type().value()) {
            refusals.add(new Refusal(
                    slot,
                    Refusal.Reason.WRONG_TYPE,
                    "expected " + definition.type().code() + ", got "
                            + value.type().name().toLowerCase(Locale.ROOT)));
            return refusals;
        }
        switch (value) {
            case Value.Whole(long number) -> bounds(definition, slot, number, refusals);
            case Value.Word(String word) -> word(definition, slot, word, refusals);
            case Value.Words(SortedSet<String> words) -> words(definition, slot, words, refusals);
            case Value.Flag _, Value.Day _ -> {}
        }
        return refusals;
    }

    private static void bounds(FactDefinition definition, Slot slot, long number, List<Refusal> refusals) {
        Long min = definition.min();
        Long max = definition.max();
        if (min != null && number < min) {
            refusals.add(new Refusal(slot, Refusal.Reason.BELOW_MIN, number + " is less than " + min));
        }
        if (max != null && number > max) {
            refusals.add(new Refusal(slot, Refusal.Reason.ABOVE_MAX, number + " is more than " + max));
        }
    }

    private static void words(FactDefinition definition, Slot slot, SortedSet<String> words, List<Refusal> refusals) {
        words.forEach(word -> word(definition, slot, word, refusals));
        definition
                .apart(words)
                .ifPresent(two -> refusals.add(new Refusal(
                        slot,
                        two.one().alone() ? Refusal.Reason.NOT_ALONE : Refusal.Reason.NOT_TOGETHER,
                        two.one().value() + ", " + two.other().value())));
    }

    private static void word(FactDefinition definition, Slot slot, String word, List<Refusal> refusals) {
        switch (definition.type()) {
            case WORD, WORDS -> {
                if (definition.choice(word).isEmpty()) {
                    refusals.add(new Refusal(slot, Refusal.Reason.NOT_A_CHOICE, "'" + word + "' is not a choice"));
                }
            }
            case SET, REF -> {
                if (!Slot.isItemCode(word)) {
                    refusals.add(
                            new Refusal(slot, Refusal.Reason.NOT_AN_ITEM_CODE, "'" + word + "' is not an item code"));
                }
            }
            case TEXT -> {
                if (!word.isEmpty() && word.codePoints().noneMatch(Character::isLetterOrDigit)) {
                    refusals.add(new Refusal(slot, Refusal.Reason.SAYS_NOTHING, "'" + word + "' says nothing"));
                }
            }
            case FLAG, WHOLE, DAY -> {}
        }
    }
}
