package dev.shisa.server.portal;

/** An owner has changed what the public pages show, or whether they answer at all; published in the transaction of the change. */
record PortalChanged(boolean on) {}
