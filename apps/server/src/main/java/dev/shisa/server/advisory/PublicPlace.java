package dev.shisa.server.advisory;

/** Where everybody reads what is published. Implemented by the capability that has the public pages. */
public interface PublicPlace {

    /** Whether anybody can read there now. */
    boolean isOpen();
}
