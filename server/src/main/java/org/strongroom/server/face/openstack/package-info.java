/**
 * What the routes below /v3/{project_id} share, as clients of OpenStack expect it: tokens, faults,
 * microversions, request ids, strict JSON, pages.
 */
@NullMarked
package org.strongroom.server.face.openstack;

import org.jspecify.annotations.NullMarked;
