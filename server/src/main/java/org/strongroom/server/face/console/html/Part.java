package org.strongroom.server.face.console.html;

/** What an element is made of. */
public sealed interface Part permits Node, Attribute {}
