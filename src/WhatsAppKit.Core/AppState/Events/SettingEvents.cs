namespace WhatsAppKit.Core.AppState;

/// <summary>The account's own name changed.</summary>
/// <param name="Name">The name others see.</param>
public sealed record OwnNameChanged(string Name) : AppStateEvent;

/// <summary>Whether links are shown with a preview changed.</summary>
/// <param name="IsEnabled">True when previews are made.</param>
public sealed record LinkPreviewSettingChanged(bool IsEnabled) : AppStateEvent;

/// <summary>Whether a new message brings an archived chat back changed.</summary>
/// <param name="IsEnabled">True when it does.</param>
public sealed record UnarchiveSettingChanged(bool IsEnabled) : AppStateEvent;

/// <summary>Whether calls are always relayed, which hides the account's network address, changed.</summary>
/// <param name="IsEnabled">True when they are.</param>
public sealed record CallRelaySettingChanged(bool IsEnabled) : AppStateEvent;

/// <summary>The phone's language changed.</summary>
/// <param name="Locale">The language, such as <c>en_US</c>.</param>
public sealed record LocaleChanged(string Locale) : AppStateEvent;

/// <summary>How the phone writes times changed.</summary>
/// <param name="IsTwentyFourHours">True for 24 hours, false for 12.</param>
public sealed record TimeFormatChanged(bool IsTwentyFourHours) : AppStateEvent;
