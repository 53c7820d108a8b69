/**
 * The OpenAPI document of the ZStack face, made from the declarations, and the pages that show it.
 */
@NullMarked
package org.strongroom.server.face.openapi;

import org.jspecify.annotations.NullMarked;
