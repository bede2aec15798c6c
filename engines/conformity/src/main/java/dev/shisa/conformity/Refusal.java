package dev.shisa.conformity;

/** Why a value cannot be a fact in that slot. */
public record Refusal(Slot slot, Reason reason, String detail) {

    public enum Reason {
        UNKNOWN_KEY,
        WRONG_TYPE,
        NOT_A_CHOICE,
        /** Among several words, one that cannot go with another. */
        NOT_ALONE,
        /** Two words of which only one can be so. */
        NOT_TOGETHER,
        /** A text without a letter or a number. */
        SAYS_NOTHING,
        BELOW_MIN,
        ABOVE_MAX,
        ITEM_MISSING,
        ITEM_UNEXPECTED,
        /** A member of a set, or the value of a ref, is not the code of an item. */
        NOT_AN_ITEM_CODE
    }
}
