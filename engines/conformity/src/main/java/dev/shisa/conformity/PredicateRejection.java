package dev.shisa.conformity;

/** Why a source is no predicate, and what to write instead. */
final class PredicateRejection extends Exception {

    private final String what;
    private final String remedy;

    PredicateRejection(String what, String remedy) {
        super(what);
        this.what = what;
        this.remedy = remedy;
    }

    String what() {
        return what;
    }

    String remedy() {
        return remedy;
    }
}
