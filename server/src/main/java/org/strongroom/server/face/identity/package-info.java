/**
 * The identity face: the part of OpenStack's Identity API v3 with which clients log in and look
 * around (wire notes 4.1, 4.2).
 */
@NullMarked
package org.strongroom.server.face.identity;

import org.jspecify.annotations.NullMarked;
