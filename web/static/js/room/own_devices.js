/** The own camera and microphone: asked for once, given up wholly, with a word for every refusal. */

import { t } from '../shared/messages.js'

/** @typedef {'refused' | 'missing' | 'busy' | 'insecure' | 'in_app' | 'failed'} Problem */

const CAMERA = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 20, max: 30 }, facingMode: 'user' }
const MICROPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
const IN_APP = /MicroMessenger|QQ\/|AlipayClient|DingTalk|Weibo/i

export class DeviceError extends Error {
  /** @param {Problem} problem @param {'camera' | 'microphone'} device */
  constructor(problem, device) {
    super(adviceFor(problem, device))
    this.problem = problem
    this.device = device
  }
}

/** @returns {Promise<MediaStreamTrack>} */
export function openMicrophone() { return open('microphone', { audio: MICROPHONE }) }

/** @returns {Promise<MediaStreamTrack>} */
export function openCamera() { return open('camera', { video: CAMERA }) }

/**
 * Ask once for both; where that is refused, each alone, to learn which of them it was.
 * @returns {Promise<{ audio: MediaStreamTrack | null, camera: MediaStreamTrack | null, problems: DeviceError[] }>}
 */
export async function openBoth() {
  const both = await navigator.mediaDevices?.getUserMedia({ audio: MICROPHONE, video: CAMERA }).catch(() => null)
  if (both) return { audio: both.getAudioTracks()[0], camera: both.getVideoTracks()[0], problems: [] }
  const [audio, camera] = [await openMicrophone().catch(keep), await openCamera().catch(keep)]
  return {
    audio: audio instanceof DeviceError ? null : audio,
    camera: camera instanceof DeviceError ? null : camera,
    problems: [audio, camera].filter((result) => result instanceof DeviceError),
  }
}

/** @param {unknown} error @returns {DeviceError} */
function keep(error) {
  if (error instanceof DeviceError) return error
  throw error
}

/** @param {'camera' | 'microphone'} device @param {MediaStreamConstraints} wish */
async function open(device, wish) {
  if (!navigator.mediaDevices?.getUserMedia) throw new DeviceError(missingInterface(), device)
  try {
    const stream = await navigator.mediaDevices.getUserMedia(wish)
    return stream.getTracks()[0]
  } catch (error) {
    throw new DeviceError(problemOf(error), device)
  }
}

/** @returns {Problem} */
function missingInterface() {
  if (!window.isSecureContext) return 'insecure'
  return IN_APP.test(navigator.userAgent) ? 'in_app' : 'failed'
}

/** @param {unknown} error @returns {Problem} */
function problemOf(error) {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return IN_APP.test(navigator.userAgent) ? 'in_app' : 'refused'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy'
  return 'failed'
}

/** What happened and what to do about it. @param {Problem} problem @param {'camera' | 'microphone'} device */
function adviceFor(problem, device) {
  const isCamera = device === 'camera'
  const advice = {
    refused: isCamera
      ? t('The camera is not allowed. Touch the lock or the settings sign beside the address, allow the camera, then try again.')
      : t('The microphone is not allowed. Touch the lock or the settings sign beside the address, allow the microphone, then try again.'),
    missing: isCamera
      ? t('No camera was found. You can come with your voice only.')
      : t('No microphone was found. Plug one in, then try again.'),
    busy: isCamera
      ? t('Another program is using the camera. Close it, then try again.')
      : t('Another program is using the microphone. Close it, then try again.'),
    insecure: t('This address is not secure, so the browser gives no camera and no microphone. Open the link that begins with https.'),
    in_app: t('This app gives no camera and no microphone. Copy the link and open it in the browser of your phone.'),
    failed: isCamera
      ? t('The camera did not start. Close other programs and try again.')
      : t('The microphone did not start. Close other programs and try again.'),
  }
  return advice[problem]
}
