package dev.shisa.conformity;

import java.util.Set;

/** One subject among those in which a target's facts are looked up. */
public sealed interface Layer {

    Subject subject();

    /** Whether the facts of this layer are stale for the requirement, because a change touches it. */
    boolean isTouched(RequirementId requirement);

    /** The target's own release, its product, its organisation. */
    record Own(Subject subject) implements Layer {
        @Override
        public boolean isTouched(RequirementId requirement) {
            return false;
        }
    }

    /**
     * A predecessor of the release, with what the change-impact statements between the two say.
     *
     * @param signed false while one of the statements is not signed: then every requirement is touched
     * @param touched the requirements that the signed statements name
     */
    record Inherited(Subject subject, boolean signed, Set<RequirementId> touched) implements Layer {
        public Inherited {
            touched = Set.copyOf(touched);
        }

        public static Inherited unsigned(Subject predecessor) {
            return new Inherited(predecessor, false, Set.of());
        }

        public static Inherited signed(Subject predecessor, Set<RequirementId> touched) {
            return new Inherited(predecessor, true, touched);
        }

        @Override
        public boolean isTouched(RequirementId requirement) {
            return !signed || touched.contains(requirement);
        }
    }
}
