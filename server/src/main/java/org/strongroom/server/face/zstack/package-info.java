/**
 * The ZStack face: the REST API under /zstack/v1 that existing clients speak. Translates; decides
 * nothing.
 */
@NullMarked
package org.strongroom.server.face.zstack;

import org.jspecify.annotations.NullMarked;
