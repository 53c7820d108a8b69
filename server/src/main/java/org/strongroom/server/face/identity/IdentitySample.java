package org.strongroom.server.face.identity;

import java.util.List;
import java.util.Map;

/**
 * A thing of the Identity API, told by examples: what all of them have is always there, what is
 * null in one may be null.
 *
 * @param name of the schema
 * @param examples one for each form that the thing has
 */
public record IdentitySample(String name, List<Map<String, Object>> examples) {}
