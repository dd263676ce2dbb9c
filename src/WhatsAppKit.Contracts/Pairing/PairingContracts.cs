using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace WhatsAppKit.Contracts.Pairing;

/// <summary>A QR code to scan.</summary>
/// <param name="Code">The exact text. It links whoever scans it: treat it as a secret.</param>
/// <param name="Image">The code as a PNG in a <c>data:</c> URL.</param>
/// <param name="Attempt">The number of this code, from 1.</param>
/// <param name="MaxAttempts">How many codes the connect request may show.</param>
/// <param name="ExpiresAt">When the next code replaces this one, or the attempt ends.</param>
public sealed record QrResponse(string Code, string Image, int Attempt, int MaxAttempts, DateTimeOffset ExpiresAt);

/// <summary>Asks for a code to type on a phone.</summary>
/// <param name="PhoneNumber">The phone's number with its country's code: 7 to 15 digits, with or without +, spaces and dashes.</param>
public sealed record PairingCodeRequest(string? PhoneNumber);

/// <summary>A code to type on the phone, under linked devices.</summary>
/// <param name="Code">The code, as <c>ABCD-EFGH</c>. It links whoever types it: treat it as a secret.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record PairingCodeResponse(string Code, DateTimeOffset ExpiresAt);

/// <summary>The passkey that WhatsApp demands before it pairs, or the code to compare after it was answered.</summary>
/// <param name="Step"><c>answer</c>: hand <paramref name="Options"/> to <c>navigator.credentials.get</c>. <c>confirm</c>: compare <paramref name="Code"/> with the phone's.</param>
/// <param name="Options">WhatsApp's options as WebAuthn writes them, bytes in base64url; null in the step <c>confirm</c>.</param>
/// <param name="ExpiresAt">When the attempt ends; null in the step <c>confirm</c>.</param>
/// <param name="Code">The code that the phone must show too, as <c>ABCD-EFGH</c>; null in the step <c>answer</c>.</param>
/// <param name="IsAutomatic">True when the pairing goes on by itself; false when a person must compare.</param>
public sealed record PasskeyResponse(string Step, JsonElement? Options, DateTimeOffset? ExpiresAt, string? Code, bool IsAutomatic);

/// <summary>What the browser's <c>navigator.credentials.get</c> returned, as its <c>toJSON</c> writes it; bytes are base64url.</summary>
/// <param name="Id">The passkey's identifier; it is in <paramref name="RawId"/> too.</param>
/// <param name="RawId">The passkey's identifier.</param>
/// <param name="Type"><c>public-key</c>.</param>
/// <param name="Response">The signed part.</param>
/// <param name="AuthenticatorAttachment">Not used.</param>
/// <param name="ClientExtensionResults">Not used.</param>
public sealed record PasskeyAnswerRequest(
    string? Id = null,
    [property: Required] string? RawId = null,
    string? Type = null,
    [property: Required] PasskeyAnswerPart? Response = null,
    string? AuthenticatorAttachment = null,
    JsonElement? ClientExtensionResults = null);

/// <summary>The signed part of a passkey's answer; bytes are base64url.</summary>
/// <param name="ClientDataJSON">What the browser adds to the challenge.</param>
/// <param name="AuthenticatorData">What the authenticator tells.</param>
/// <param name="Signature">The signature over both.</param>
/// <param name="UserHandle">The user handle of the passkey; null when the authenticator gives none.</param>
/// <param name="AttestationObject">Not used.</param>
public sealed record PasskeyAnswerPart(
    string? ClientDataJSON, string? AuthenticatorData, string? Signature, string? UserHandle = null, string? AttestationObject = null);

/// <summary>Whether both sides show the same code.</summary>
/// <param name="CodesAreEqual">True to go on. False ends the attempt: somebody stands between.</param>
public sealed record PasskeyConfirmRequest(bool? CodesAreEqual);
