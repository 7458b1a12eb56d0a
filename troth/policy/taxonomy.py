"""Keys of the Privacy Taxonomy that policies of this shop speak in, and how they map to the law's words.

The data category, data use and data subject keys are those of the IAB Tech Lab Privacy Taxonomy as published in
fideslang 3.1 (Ethyca and contributors, CC BY 4.0, https://iabtechlab.com/standards/privacy-taxonomy/). Keys under
OWN_CATEGORIES and OWN_SUBJECTS are children we added, for delivery and for people who receive what others bought.
"""

from __future__ import annotations

from dataclasses import dataclass

_CATEGORIES = """
    system system.authentication system.operations user user.account user.account.settings user.account.username
    user.authorization user.authorization.biometric user.authorization.credentials user.authorization.password
    user.behavior user.behavior.browsing_history user.behavior.media_consumption user.behavior.purchase_history
    user.behavior.search_history user.biometric user.biometric.fingerprint user.biometric.health
    user.biometric.retinal user.biometric.voice user.childrens user.contact user.contact.address
    user.contact.address.city user.contact.address.country user.contact.address.postal_code
    user.contact.address.state user.contact.address.street user.contact.email user.contact.fax_number
    user.contact.organization user.contact.phone_number user.contact.url user.content user.content.private
    user.content.public user.content.self_image user.criminal_history user.demographic user.demographic.age_range
    user.demographic.date_of_birth user.demographic.gender user.demographic.language
    user.demographic.marital_status user.demographic.political_opinion user.demographic.profile
    user.demographic.race_ethnicity user.demographic.religious_belief user.demographic.sexual_orientation
    user.device user.device.cookie user.device.cookie_id user.device.device_id user.device.ip_address
    user.financial user.financial.bank_account user.financial.credit_card user.government_id
    user.government_id.birth_certificate user.government_id.drivers_license_number user.government_id.immigration
    user.government_id.national_identification_number user.government_id.passport_number
    user.government_id.vehicle_registration user.health_and_medical user.health_and_medical.genetic
    user.health_and_medical.insurance_beneficiary_id user.health_and_medical.record_id user.job_title user.location
    user.location.imprecise user.location.precise user.name user.name.first user.name.last user.payment
    user.privacy_preferences user.sensor user.social user.telemetry user.unique_id user.unique_id.pseudonymous
    user.user_sensor user.workplace
"""
CATEGORIES = frozenset(_CATEGORIES.split())

OWN_CATEGORIES = {
    "user.contact.address.delivery": "Where a parcel is to be taken",
    "user.contact.address.delivery.recipient": "Who is to receive a parcel",
    "user.contact.organization.country": "Country in which somebody's organization works",
    "user.contact.organization.tax_id": "Tax number of the organization or person an invoice is made out to",
}

# Without the uses that hand data to others for their own ends: those cannot be written down here.
_USES = """
    analytics analytics.reporting analytics.reporting.ad_performance analytics.reporting.campaign_insights
    analytics.reporting.content_performance analytics.reporting.system analytics.reporting.system.performance
    collect employment employment.recruitment essential essential.fraud_detection essential.legal_obligation
    essential.service essential.service.authentication essential.service.notifications
    essential.service.notifications.email essential.service.notifications.sms essential.service.operations
    essential.service.operations.improve essential.service.operations.support essential.service.payment_processing
    essential.service.security essential.service.upgrades finance functional functional.service
    functional.service.improve functional.storage functional.storage.privacy_preferences marketing
    marketing.advertising marketing.advertising.first_party marketing.advertising.first_party.contextual
    marketing.advertising.first_party.targeted marketing.advertising.frequency_capping
    marketing.advertising.negative_targeting marketing.advertising.profiling marketing.advertising.serving
    marketing.communications marketing.communications.email marketing.communications.sms operations personalize
    personalize.content personalize.content.limited personalize.content.profiled personalize.content.profiling
    personalize.profiling personalize.system sales third_party_sharing.legal_obligation
"""
USES = frozenset(_USES.split())

SELLING_USES = frozenset(
    {
        "third_party_sharing",
        "marketing.advertising.third_party",
        "marketing.advertising.third_party.targeted",
        "train_ai_system",
    }
)

OWN_SUBJECTS = {"gift_recipient": "Somebody to whom a parcel ordered by another is sent"}


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis in four vocabularies."""

    article: str  # of Regulation (EU) 2016/679
    words: str
    fides: str
    dpv: str


BASES = {
    "contract": Basis("6(1)(b)", "a contract with you", "Contract", "eu-gdpr:A6-1-b"),
    "legal_obligation": Basis("6(1)(c)", "a legal duty", "Legal obligations", "eu-gdpr:A6-1-c"),
    "legitimate_interest": Basis("6(1)(f)", "our legitimate interest", "Legitimate interests", "eu-gdpr:A6-1-f"),
    "consent": Basis("6(1)(a)", "your consent", "Consent", "eu-gdpr:A6-1-a"),
}

_DPV = """AccountManagement Advertising CommercialPurpose CommunicationForCustomerCare CommunicationManagement
    CounterMoneyLaundering CreditChecking CustomerCare CustomerClaimsManagement CustomerManagement
    CustomerOrderManagement CustomerRelationshipManagement CustomerSolvencyMonitoring DeliveryOfGoods DirectMarketing
    DisputeManagement EnforceAccessControl EnforceSecurity EstablishContractualAgreement FraudPreventionAndDetection
    FulfilmentOfContractualObligation FulfilmentOfObligation HumanResourceManagement IdentityAuthentication
    IdentityVerification ImproveExistingProductsAndServices ImproveInternalCRMProcesses IncreaseServiceRobustness
    InternalResourceOptimisation LegalCompliance MaintainFraudDatabase Marketing MembersAndPartnersManagement
    MisusePreventionAndDetection OptimisationForConsumer OptimisationForController OptimiseUserInterface
    OrganisationComplianceManagement OrganisationGovernance OrganisationRiskManagement PaymentManagement
    Personalisation PersonalisedAdvertising PersonalisedBenefits PersonnelManagement
    ProvidePersonalisedRecommendations ProvideProductRecommendations PublicRelations RecordManagement
    RepairImpairments RequestedServiceProvision ResearchAndDevelopment RightsFulfilment SearchFunctionalities
    SellProducts SellProductsToDataSubject ServiceManagement ServiceMonitoring ServiceOptimisation
    ServicePersonalisation ServiceProvision ServiceRegistration ServiceUsageAnalytics SocialMediaMarketing
    TechnicalServiceProvision UserInterfacePersonalisation VendorManagement Verification"""
DPV_PURPOSES = frozenset(f"dpv:{each}" for each in _DPV.split())
"""Purposes of the Data Privacy Vocabulary 2.1 (https://w3id.org/dpv), as far as a shop has them."""

SELLING_DPV = frozenset({"dpv:SellDataToThirdParties", "dpv:SellInsightsFromData"})
