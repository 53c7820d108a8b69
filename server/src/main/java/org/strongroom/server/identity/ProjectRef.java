package org.strongroom.server.identity;

/** The project that a token is for. */
public record ProjectRef(String uuid, String name) {}
