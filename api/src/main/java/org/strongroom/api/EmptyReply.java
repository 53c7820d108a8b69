package org.strongroom.api;

/** The answer of operations that have nothing to tell. */
public record EmptyReply() {}
